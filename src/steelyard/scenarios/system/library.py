"""The scenarios of the causal system that ship: one for each row of the documents, and our own."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from steelyard.scenarios.read import text_in
from steelyard.scenarios.system.read import nearest_names, read_text
from steelyard.scenarios.system.schema import SystemScenario
from steelyard.system.causal import CausalSystem
from steelyard.system.causal import shipped as shipped_system
from steelyard.system.causal_model import FIRST, LAST
from steelyard.vocabulary.errors import UnknownName

OWN = (  # in the order in which a reader meets them; those of documents follow by their ids
    "no-2014-annexation",
    "no-2022-invasion",
    "course-revised",
    "west-reopens",
    "china-slows",
    "secondary-sanctions",
    "india-and-japan-as-outlets",
    "china-squeezes",
)
ROW = re.compile(r"^f\d\d$")
FOLDER = files("steelyard.scenarios.system") / "library"


@cache
def names() -> tuple[str, ...]:
    """Names of all scenarios that ship, our own first."""
    known = sorted(each.name.removesuffix(".toml") for each in FOLDER.iterdir())
    return (*OWN, *(each for each in known if each not in OWN))


def known(name: str) -> str | None:
    """The name of the scenario with this name or row of a document; None if there is none.

    Examples
    --------
    >>> known("f45")
    'f45-more-sanctions'
    """
    if ROW.match(name):
        return next((each for each in names() if each.startswith(f"{name}-")), None)
    return name if name in names() else None


@cache
def shipped(name: str) -> SystemScenario:
    """A scenario of the package, for the system that ships.

    Raises
    ------
    UnknownName
        With the nearest names.
    """
    found = known(name)
    if found is None:
        raise UnknownName(
            where="simulate", kind="scenario", name=name, nearest=nearest_names(name, names())
        )
    return read_text(text_of(found), shipped_system(), f"library/{found}.toml")


def text_of(name: str) -> str:
    """The file of a scenario of the package, as it stands."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def heads() -> tuple[tuple[str, str, str, str], ...]:
    """Name, question, row and document of each, read without checking the whole file."""
    found = []
    for name in names():
        told = tomllib.loads(text_of(name))
        found.append((name, told["question"], told.get("row", ""), told.get("document", "")))
    return tuple(found)


def read_file(
    path: Path, system: CausalSystem, years: tuple[int, int] = (FIRST, LAST)
) -> SystemScenario:
    """The scenario of a user's file.

    Raises
    ------
    UnreadableFile, BadRows
        As `steelyard.scenarios.system.read.read_text`.
    """
    return read_text(text_in(path), system, str(path), years)
