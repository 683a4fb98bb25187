"""Which model a scenario is for: a name that ships, a row of a document, two states, or a file."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Literal

from steelyard.scenarios.library import BOTH, ONE_WAY, SHIPPED
from steelyard.scenarios.read import content_of, text_in
from steelyard.scenarios.system.library import known, names
from steelyard.vocabulary.errors import BadRows, InputError, UnknownName

Model = Literal["trade", "system"]
KINDS: tuple[Model, ...] = ("trade", "system")


def model_of(name: str, wanted: Model | None = None) -> Model:
    """The model that answers a scenario; where both do, trade, unless one is `wanted`.

    Raises
    ------
    UnknownName
        With the nearest names of both models.
    InputError
        If the model that is wanted does not have it.
    UnreadableFile, BadRows
        If it names a file that cannot be read, or whose kind is unknown.

    Examples
    --------
    >>> model_of("full-cut"), model_of("f45"), model_of("west-reopens", "system")
    ('trade', 'system', 'system')
    """
    found = models_of(name)
    if not found:
        every = (*SHIPPED, *names())
        near = difflib.get_close_matches(name, every, 3, 0.4)
        raise UnknownName(where="simulate", kind="scenario", name=name, nearest=near or SHIPPED)
    if wanted is not None and wanted not in found:
        raise InputError(
            where="--with", found=f"{name!r} is a question to the {found[0]} model.",
            expected=f"--with {found[0]}, or none", remedy="Leave --with out.",
        )  # fmt: skip
    return wanted or found[0]


def models_of(name: str) -> tuple[Model, ...]:
    """All models that know a scenario of this name; a file is of one kind."""
    if name not in SHIPPED and (name.endswith(".toml") or Path(name).is_file()):
        return (_of_file(Path(name)),)
    trade = name in SHIPPED or bool(BOTH.match(name))
    system = known(name) is not None
    trade = trade or (not system and bool(ONE_WAY.match(name)))
    return tuple(each for each, has in (("trade", trade), ("system", system)) if has)  # type: ignore[misc]


def _of_file(path: Path) -> Model:
    """The kind that a file names; trade where it names none."""
    told = content_of(text_in(path), str(path)).get("kind", "trade")
    for kind in KINDS:
        if told == kind:
            return kind
    raise BadRows(
        where=str(path), found=f"kind is {told!r}.", expected=f"one of {', '.join(KINDS)}, or none",
        remedy="Correct the kind, or leave it out for a question to the trade model.",
    )  # fmt: skip
