"""What of a causal system the dossier shows, as a file says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Shown:
    """Variables and years of the file; `rooms` names each state's room for its own choice."""

    indices: tuple[str, ...]
    effects: tuple[str, ...]
    effect_years: tuple[int, ...]
    rooms: Mapping[str, str]
    pushed_from: int
    read_in: int
    levers: int


@cache
def shown() -> Shown:
    """The file of the package.

    Examples
    --------
    >>> shown().effect_years
    (2030, 2040)
    """
    text = (files("steelyard.dossier.causal") / "shown.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return Shown(
        indices=tuple(told["indices"]), effects=tuple(told["effects"]),
        effect_years=tuple(told["effect_years"]), rooms=told["rooms"],
        pushed_from=told["pushed_from"], read_in=told["read_in"], levers=told["levers"],
    )  # fmt: skip
