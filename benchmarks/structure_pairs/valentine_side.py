"""Valentine's matchers on pairs of CSV files; runs in an environment of its own, not Telusur's.

    python valentine_side.py FOLDER      FOLDER/NAME/register.csv and other.csv

Prints one JSON object a line: the pair, the matcher, its one-to-one pairs, all its pairs as ranked,
and the seconds.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from valentine import valentine_match
from valentine.algorithms import Coma, DistributionBased, JaccardDistanceMatcher

# Cupid, and COMA on values, need word lists that NLTK fetches from the network: left out.
MATCHERS = {
    "Jaccard distance": JaccardDistanceMatcher,
    "COMA": Coma,
    "distributions": DistributionBased,
}


def main() -> None:
    warnings.simplefilter("ignore")
    for folder in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_dir()):
        register, other = (
            pd.read_csv(folder / f"{side}.csv", dtype=str) for side in ("register", "other")
        )
        for name, matcher in MATCHERS.items():
            started = time.perf_counter()
            found = valentine_match([register, other], matcher(), ["register", "other"])
            single = found.one_to_one_hungarian()
            print(
                json.dumps(
                    {
                        "pair": folder.name,
                        "matcher": name,
                        "single": [_names(pair) for pair in single],
                        "ranked": [
                            _names(pair)
                            for pair, _ in sorted(found.items(), key=lambda item: -item[1])
                        ],
                        "seconds": round(time.perf_counter() - started, 2),
                    }
                ),
                flush=True,
            )


def _names(pair: object) -> tuple[str, str]:
    """(other, register), whichever side the matcher calls the source."""
    if pair.source_table == "register":
        return pair.target_column, pair.source_column
    return pair.source_column, pair.target_column


if __name__ == "__main__":
    main()
