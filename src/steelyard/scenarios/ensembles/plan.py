"""What an ensemble is: a function of numbered draws, in chunks that know nothing of each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from steelyard import __version__
from steelyard.vocabulary.errors import InputError

PLAIN = re.compile(r"[a-z0-9-]*")
FUNCTION = re.compile(r"[\w.]+:\w+")
BELOW = ("vocabulary", "store", "reference", "measures", "models", "system", "scenarios")
"""Folders of code that numbers of an ensemble may hang on: all that lies below the dossier."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Draws `first` up to, but not with, `stop` of one part of an ensemble."""

    part: str
    first: int
    stop: int

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.part}{'-' if self.part else ''}draws-{self.first:09}.parquet"

    def __str__(self) -> str:
        return f"{self.part} draws {self.first} to {self.stop - 1}".strip()


@dataclass(frozen=True, slots=True)
class Plan:
    """An ensemble: what is drawn, how often, in chunks of which size.

    `work` names a function, as ``package.module:function``, of a `steelyard.scenarios.ensembles.
    worker.Job`, which gives a table of Arrow. It is imported by that name wherever it runs.
    `options` is a JSON object, and all that the function is told beside the draws and the seed.
    `data` is a digest of data that it reads, `code` one of the code, `sources` who is to be cited.
    """

    name: str
    work: str
    options: str
    draws: int
    size: int
    seed: int
    parts: tuple[str, ...]
    data: str
    code: str
    version: str
    sources: tuple[str, ...]

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All chunks in order."""
        return tuple(self._chunks())

    def _chunks(self) -> Iterator[Chunk]:
        for part in self.parts:
            for first in range(0, self.draws, self.size):
                yield Chunk(part, first, min(first + self.size, self.draws))

    @property
    def digest(self) -> str:
        """What a draw hangs on, as one number: all but how many draws and chunks there are."""
        told = self.told()
        for each in ("draws", "size", "parts"):
            del told[each]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """The plan as JSON can hold it."""
        return asdict(self) | {"parts": list(self.parts), "sources": list(self.sources)}

    @property
    def text(self) -> str:
        """The plan as JSON."""
        return json.dumps(self.told(), indent=1, sort_keys=True)


def planned(
    name: str,
    work: str,
    options: Mapping[str, Any],
    *,
    draws: int,
    size: int,
    seed: int,
    parts: tuple[str, ...] = ("",),
    data: str = "",
    sources: tuple[str, ...] = (),
) -> Plan:
    """A plan, checked, with the code of today.

    Parameters
    ----------
    name : str
    work : ``package.module:function``
    options : JSON
        Numbers in it are kept to the last digit.
    draws, size : int
        Draws of each part; draws of a chunk. A chunk is what is lost when a worker dies.
    seed : int
    parts : names
        Small letters, digits and hyphens; each part has all the draws.
    data, sources : str

    Raises
    ------
    InputError

    Examples
    --------
    >>> made = planned("toy", "some.module:function", {}, draws=5, size=2, seed=0)
    >>> [str(each) for each in made.chunks]
    ['draws 0 to 1', 'draws 2 to 3', 'draws 4 to 4']
    """
    text = json.dumps(dict(options), sort_keys=True, allow_nan=False)
    for held, found, expected in (
        (draws >= 1, f"{draws} draws", "one draw or more"),
        (size >= 1, f"chunks of {size} draws", "one draw or more in a chunk"),
        (seed >= 0, f"seed {seed}", "a seed of 0 or more"),
        (bool(FUNCTION.fullmatch(work)), repr(work), "package.module:function"),
        (len(set(parts)) == len(parts) > 0, f"parts {', '.join(parts)}", "each part once"),
        (all(PLAIN.fullmatch(part) for part in parts), f"parts {', '.join(parts)}",
         "small letters, digits and hyphens"),
    ):  # fmt: skip
        if not held:
            raise InputError(where=f"ensemble {name}", found=f"{found}.", expected=expected,
                             remedy="Correct it; 10,000 draws in chunks of 1000, say.")  # fmt: skip
    return Plan(
        name, work, text, draws, size, seed, parts, data, code_digest(), __version__, sources
    )


def restored(told: Mapping[str, Any]) -> Plan:
    """A plan from what JSON held of it."""
    lists: dict[str, Any] = {name: tuple(told[name]) for name in ("parts", "sources")}
    return Plan(**{**told, **lists})


@cache
def code_digest() -> str:
    """The code that numbers may hang on, as one number: the same wherever it is installed."""
    package = Path(str(files("steelyard")))
    seen = sha256()
    for folder in BELOW:
        for file in sorted((package / folder).rglob("*")):
            if file.suffix in (".py", ".csv", ".toml"):
                seen.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    return seen.hexdigest()
