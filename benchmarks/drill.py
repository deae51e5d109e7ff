"""How fast a drill is made, and in how much memory: one process a size, so that peaks are its own.

    python benchmarks/drill.py [MEMBERS ...]

Prints, for each size: seconds for the whole drill (register, dump, truth), members a second, peak
resident memory, and bytes on disk. Two threads, two cores.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from telusur.drill import make_drill

SIZES = (2_000, 222_400, 2_224_000, 20_000_000)
THREADS = 2


def measure(members: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "drill"
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.perf_counter()
        make_drill(out, members, threads=THREADS)
        seconds = time.perf_counter() - start
        used = resource.getrusage(resource.RUSAGE_SELF)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    busy = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": seconds,
        "cpu_seconds": busy,
        "peak_mib": used.ru_maxrss / 1024,
        "disk_mib": size / 2**20,
    }


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    load = os.getloadavg()[0]
    print(f"{THREADS} threads on {os.cpu_count()} processors; load before the start: {load:.1f}")
    print(
        f"{'members':>12} {'s':>7} {'cpu s':>7} {'members/s':>10} {'peak MiB':>9} {'disk MiB':>9}"
    )
    for members in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(members)],
            check=True,
            capture_output=True,
            text=True,
        )
        got = json.loads(done.stdout)
        print(
            f"{members:>12,} {got['seconds']:>7.1f} {got['cpu_seconds']:>7.1f} "
            f"{members / got['seconds']:>10,.0f} {got['peak_mib']:>9,.0f} {got['disk_mib']:>9,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        main()
