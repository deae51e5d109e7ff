"""From points to probabilities: the line fitted to the training part of the generated pairs.

    .venv/bin/python benchmarks/structure_generated.py --part all --keep FOLDER
    .venv/bin/python benchmarks/structure_calibration.py FOLDER

Fits ``SLOPE`` and ``SHIFT`` of ``telusur/structure/interface.py`` by logistic regression with a
ridge towards "points are log-odds" (1 and 0), on the likeliest pair of every column of the training
part, and prints the expected calibration error and one-to-one F1 of both parts with it and without.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from pathlib import Path
from statistics import mean

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.structure_pairs.score import f1, reliability
from benchmarks.structure_pairs.words_used import renamed

RIDGE = 1.0
MOST = 30.0
assign = importlib.import_module("telusur.structure.assign")


def likeliest(told):
    """Points of the likeliest pair of every column, and whether it is right."""
    found = []
    for each in told:
        best = {}
        for (i, j), weighed in each.weighed.items():
            if i not in best or weighed.points > best[i][0]:
                best[i] = (weighed.points, (i, j) in each.true)
        found += best.values()
    points, right = zip(*found, strict=True)
    return np.clip(np.array(points), -MOST, MOST), np.array(right, float)


def reported(told):
    """The same of the pairs that are reported."""
    found = [
        (each.weighed[pair].points, pair in each.true)
        for each in told
        for pair in assign.assigned(each.weighed, each.sides).items()
    ]
    points, right = zip(*found, strict=True)
    return np.clip(np.array(points), -MOST, MOST), np.array(right, float)


def fitted(points, right):
    """Slope and shift."""

    def loss(line):
        logit = line[0] * points + line[1]
        ridge = RIDGE * ((line[0] - 1) ** 2 + line[1] ** 2)
        return np.sum(np.logaddexp(0, logit) - right * logit) + ridge

    return minimize(loss, [1.0, 0.0]).x


def error(points, right, slope, shift):
    """Expected calibration error."""
    scores = 1 / (1 + np.exp(-(slope * points + shift)))
    return reliability(zip(scores.tolist(), right.astype(bool).tolist(), strict=True))[1]


def main() -> None:
    kept = sorted(Path(sys.argv[1]).glob("*.pickle"))
    told = [renamed(pickle.loads(path.read_bytes())) for path in kept]  # noqa: S301 - ours
    parts = {
        part: [each for each in told if each.part == part] for part in ("training", "held out")
    }
    slope, shift = fitted(*likeliest(parts["training"]))
    print(f"slope {slope:.3f}, shift {shift:.3f}, taken from {-shift / slope:.3f} points")
    print("| part | line | F1 | error, all columns | error, reported pairs |")
    print("|---|---|---|---|---|")
    for part, each in parts.items():
        for line, (a, b) in {"points as they are": (1, 0), "fitted": (slope, shift)}.items():
            assign.NO_COUNTERPART = -b / a
            score = mean(f1(set(assign.assigned(t.weighed, t.sides).items()), t.true) for t in each)
            errors = [error(*of(each), a, b) for of in (likeliest, reported)]
            print(f"| {part} | {line} | {score:.4f} | {errors[0]:.4f} | {errors[1]:.4f} |")


if __name__ == "__main__":
    main()
