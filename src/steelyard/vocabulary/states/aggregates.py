"""Names and codes that publishers put beside states, but that are groups, regions or residuals.

A parser keeps such rows with the reason that they are aggregates; it never takes them for states.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from steelyard.vocabulary.states.names import key
from steelyard.vocabulary.states.registry import read_rows

AGGREGATES = Path(__file__).with_name("aggregates.csv")


@cache
def _by_key() -> dict[str, str]:
    index: dict[str, str] = {}
    for row in read_rows(AGGREGATES):
        for name in (row["code"], row["name"], *row["aliases"].split(";")):
            if name.strip():
                index[key(name)] = row["name"]
    return index


def aggregate(name: str) -> str | None:
    """The aggregate that bears this name or code, or None.

    A name that ends in an asterisk, with which SIPRI marks armed groups (*) and organisations
    (**), is one too. Ask for a state first: other publishers mark footnotes in the same way.

    Examples
    --------
    >>> aggregate("WLD"), aggregate("Areas, nes"), aggregate("France")
    ('World', 'Areas not elsewhere specified', None)
    """
    named = _by_key().get(key(name))
    if named is None and name.rstrip().endswith("*"):
        return "Party that is not a state"
    return named
