"""The demo: seconds by stage, wall time and memory, set-up aside.

.venv/bin/python benchmarks/demo.py [--members 2224000]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEMO = 2_224_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--members", type=int, default=DEMO)
    members = arguments.parse_args().members
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        command = [sys.executable, "-m", "telusur", "demo", "--members", str(members)]
        began = time.monotonic()
        subprocess.run([*command, "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
        wall = time.monotonic() - began
        findings = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    run, tested = findings["run"], findings["records"][0]
    stages = run["seconds"]
    print(f"members {members:,}; rows verified {tested['rows']:,}")
    print(f"grade {findings['verdict']['grade']}")
    print(f"{'drill and start':20} {wall - sum(stages.values()):8.1f} s")
    for stage, seconds in stages.items():
        print(f"{stage:20} {seconds:8.1f} s")
    print(f"{'wall, all of it':20} {wall:8.1f} s")
    print(f"{'peak memory':20} {run['peak_memory_bytes'] / 2**20:8.0f} MiB")


if __name__ == "__main__":
    main()
