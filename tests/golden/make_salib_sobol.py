"""Write salib_sobol.json: Sobol indices of two functions by SALib 1.6.0.

Run in an environment of its own that has SALib==1.6.0.
"""

import json
from pathlib import Path

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as sampler


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990) with a = 7, b = 0.1; inputs in [0, 1)."""
    a, b, c = (2 * np.pi * x - np.pi).T
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def steps(x: np.ndarray) -> np.ndarray:
    """Inputs that choose between levels, as those of a composite do."""
    first, second, third = (np.floor(x * [3, 2, 5])).T
    return first * second + 0.3 * third


def main() -> None:
    found = {}
    for name, function in (("ishigami", ishigami), ("steps", steps)):
        problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
        sample = sampler.sample(problem, 8192, calc_second_order=False, seed=0)
        result = sobol.analyze(problem, function(sample), calc_second_order=False, seed=0)
        found[name] = {"S1": result["S1"].tolist(), "ST": result["ST"].tolist()}
    target = Path(__file__).with_name("salib_sobol.json")
    target.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
