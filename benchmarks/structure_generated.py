"""Column matching on generated pairs of tables, beside Valentine's matchers in the same run.

    .venv/bin/python benchmarks/structure_generated.py [--part training|held-out|all]
        [--valentine PYTHON] [--keep FOLDER] [--public DATA]

Prints one-to-one F1 and recall at the size of the truth by scenario, base and renaming, F1 without
the words that one base alone uses, the reliability of the probabilities, and how often "no
counterpart" is right. PYTHON is that of an environment with ``valentine`` (a benchmark-only
dependency); without it Telusur is measured alone. ``--keep`` keeps what was found, so that a long
run can be taken up again; the names are read anew. ``--public`` takes the 21 outside pairs instead.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.structure_pairs.make import BASES, SCENARIOS, SEEDS, Pair, make_pair
from benchmarks.structure_pairs.public import public_pairs
from benchmarks.structure_pairs.score import Told, report
from benchmarks.structure_pairs.telusur_side import tell
from benchmarks.structure_pairs.words_used import renamed
from telusur.drill import make_drill


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        make_drill(folder / "drill", 6000, seed=11, sample_rows=100)
        pairs = _pairs(arguments, folder / "drill" / "register")
        told = []
        for at, pair in enumerate(pairs, 1):
            told.append(_told(pair, arguments.keep))
            print(f"{at}/{len(pairs)} {told[-1].line()}", flush=True)
        others = _valentine(arguments.valentine, pairs, folder) if arguments.valentine else []
    report(told, others)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=("training", "held-out", "all"), default="all")
    parser.add_argument("--valentine", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--public", type=Path, help="folder of the outside data")
    parser.add_argument("--only", default="", help="part of a pair's name")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    return parser.parse_args()


def _pairs(arguments: argparse.Namespace, drill: Path) -> list[Pair]:
    if arguments.public:
        return public_pairs(arguments.public)
    made = [
        make_pair(base, scenario, seed, drill)
        for seed in arguments.seeds
        for base in BASES
        for scenario in SCENARIOS
    ]
    return [
        pair
        for pair in made
        if arguments.only in pair.name
        and (arguments.part == "all" or pair.held_out == (arguments.part == "held-out"))
    ]


def _told(pair: Pair, keep: Path | None) -> Told:
    if keep is None:
        return tell(pair)
    kept = keep / f"{pair.name}.pickle"
    if not kept.exists():
        keep.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(tell(pair)))
    told: Told = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this script
    return renamed(told)


def _valentine(python: Path, pairs: list[Pair], work: Path) -> list[dict[str, object]]:
    folder = work / "pairs"
    for pair in pairs:
        (folder / pair.name).mkdir(parents=True)
        for side, names, columns in (
            ("register", list(pair.register), list(pair.register.values())),
            ("other", [name for name, _ in pair.other], [values for _, values in pair.other]),
        ):
            with (folder / pair.name / f"{side}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(names)
                writer.writerows(zip(*columns, strict=True))
    script = Path(__file__).parent / "structure_pairs" / "valentine_side.py"
    run = subprocess.run([python, script, folder], stdout=subprocess.PIPE, check=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


if __name__ == "__main__":
    main()
