"""Write ruptures_breaks.json: the partitions that ruptures 1.1.10 finds in simulated series.

Run in an environment of its own that has ruptures==1.1.10.
"""

import json
from pathlib import Path

import numpy as np
import ruptures

SHORTEST = 8


def series(seed: int) -> np.ndarray:
    """Random steps with noise, rounded to three digits so that the file is exact."""
    random = np.random.default_rng(seed)
    lengths = random.integers(10, 40, size=4)
    level = np.repeat(random.normal(0, 2, size=4), lengths)
    return np.round(level + random.normal(size=level.size), 3)


def main() -> None:
    cases = []
    for seed in range(12):
        values = series(seed)
        search = ruptures.Dynp(model="l2", min_size=SHORTEST, jump=1).fit(values)
        found = {number: search.predict(n_bkps=number)[:-1] for number in (1, 2, 3, 4)}
        cases.append({"seed": seed, "positions": found})
    target = Path(__file__).with_name("ruptures_breaks.json")
    target.write_text(json.dumps({"shortest": SHORTEST, "cases": cases}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
