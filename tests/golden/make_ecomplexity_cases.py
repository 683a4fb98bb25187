"""Write ecomplexity_cases.json: what the Python package ecomplexity 0.5.3 makes of made-up exports.

Run in an environment of its own (``pip install ecomplexity==0.5.3``); the package is no
dependency of ours. The exports are random numbers of this script, of no state.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity
from ecomplexity.calc_proximity import calc_discrete_proximity

SIZES = {"few states": (5, 9), "more states": (12, 20), "many zeros": (9, 30)}
OUTPUT = Path(__file__).with_name("ecomplexity_cases.json")


def made_up_exports(seed: int, states: int, products: int, zeros: bool) -> np.ndarray:
    """Exports in which able states sell more kinds of goods; whole numbers."""
    random = np.random.default_rng(seed)
    skill, need = random.normal(0, 1, (states, 1)), random.normal(0, 1, (1, products))
    exports = np.round(np.exp(3 + (skill - need) + random.normal(0, 1, (states, products))))
    small = (exports < 15) & (exports < exports.max(axis=0))  # somebody exports every product
    return np.where(small, 0, exports) if zeros else exports + 1


def case(seed: int, states: int, products: int, zeros: bool) -> dict:
    """The exports and what the package says about them."""
    exports = made_up_exports(seed, states, products, zeros)
    rows = [
        (2000, f"s{i:03}", f"p{k:03}", exports[i, k])
        for i in range(states)
        for k in range(products)
    ]
    frame = pd.DataFrame(rows, columns=["time", "state", "product", "value"])
    names = {"time": "time", "loc": "state", "prod": "product", "val": "value"}
    found = ecomplexity(frame, names, check_logsupermodularity=False, verbose=False)
    found = found.sort_values(["state", "product"])

    def table(column: str) -> np.ndarray:
        return found[column].to_numpy().reshape(states, products)

    return {
        "exports": exports.astype(int).tolist(),
        "rca": table("rca").tolist(),
        "eci": table("eci")[:, 0].tolist(),
        "pci": table("pci")[0].tolist(),
        "diversity": table("diversity")[:, 0].tolist(),
        "ubiquity": table("ubiquity")[0].tolist(),
        "density": table("density").tolist(),
        "first_row_of_proximity": calc_discrete_proximity(
            table("mcp"), table("ubiquity")[0], asymmetric=False
        )[0].tolist(),
    }


if __name__ == "__main__":
    warnings.filterwarnings("error", category=UserWarning)  # diversity or ubiquity of 0
    cases = {
        name: case(seed, *size, zeros=name == "many zeros")
        for seed, (name, size) in enumerate(SIZES.items(), start=1)
    }
    OUTPUT.write_text(json.dumps(cases, indent=None) + "\n", encoding="utf-8")
