"""Everything that Steelyard refuses, as one tree.

::

    SteelyardError                    exit code
    ├── InputError                        3     what the user asked for
    │   ├── UnknownName                         a state, bloc or series nobody knows
    │   ├── UnknownNames                        the same, for a whole column of them
    │   ├── BadYears                            reversed, impossible or outside coverage
    │   ├── BadModel                            equations or variables that make no model
    │   └── NoData                              known states, no figures for them
    ├── FileError                         4     a file that cannot be taken in
    │   ├── UnreadableFile                      truncated, wrongly encoded, not that format
    │   ├── WrongProduct                        a good file of another product
    │   └── BadRows                             rows that break the table's rules
    ├── StoreError                        5     the store on disk
    │   ├── StoreTooNew                         written by a later version
    │   ├── StoreReadOnly                       no permission to write
    │   ├── StoreFull                           no space left
    │   ├── StoreBusy                           another process holds it
    │   ├── StoreDamaged                        a file is missing or was altered
    │   └── CorrectionMismatch                  a correction no longer fits its source
    └── LawError                          6     a law of the house would be broken
        ├── AxisMismatch                        labels differ (law 3)
        └── UnitMismatch                        units differ or may not be summed (law 4)

Every message has four parts, always in this order: where it happened, what was found, what was
expected, what to do. Exit code 1 is kept for faults of the program, 2 for wrong usage of the
command line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

SHOWN = 10  # the most offending values that a message lists


def shorten(values: Iterable[object], shown: int = SHOWN) -> str:
    """At most `shown` values, and how many more there are."""
    values = list(values)
    listed = ", ".join(str(value) for value in values[:shown])
    return f"{listed} and {len(values) - shown} more" if len(values) > shown else listed


class SteelyardError(Exception):
    """A refusal that a person can act on.

    Parameters
    ----------
    where : str
        File, table, command or option concerned.
    found : str
        The offending value, shortened.
    expected : str
        What would have been accepted.
    remedy : str
        What to do next, as an imperative.
    """

    exit_code = 1

    def __init__(self, *, where: str, found: str, expected: str, remedy: str):
        super().__init__(where, found, expected, remedy)
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Way through a pipe to another process, whatever the arguments of a kind of refusal."""
        return _again, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.found}\n  expected: {self.expected}\n  what to do: {self.remedy}"
        )


def _again(kind: type[SteelyardError], args: tuple[object, ...]) -> SteelyardError:
    """A refusal that came from another process, before its parts are put in."""
    return kind.__new__(kind, *args)


class InputError(SteelyardError):
    """The request itself cannot be met."""

    exit_code = 3


class UnknownName(InputError):
    """A name that no registry explains, with its nearest candidates."""

    def __init__(self, *, where: str, kind: str, name: str, nearest: Sequence[str]):
        hint = f"Did you mean {shorten(nearest, 3)}?" if nearest else "Nothing is near it."
        super().__init__(
            where=where,
            found=f"{name!r} is not a known {kind}.",
            expected=f"a {kind} by code, name or alias",
            remedy=hint,
        )
        self.name, self.nearest = name, tuple(nearest)


class UnknownNames(InputError):
    """Names that no registry explains; the first ten with their nearest candidates."""

    def __init__(
        self,
        *,
        where: str,
        kind: str,
        names: Sequence[str],
        nearest: Callable[[str], Sequence[str]],
    ):
        self.names = tuple(names)
        self.nearest = {name: tuple(nearest(name)) for name in self.names[:SHOWN]}
        lines = [
            f"{name!r}" + (f" (nearest: {shorten(near, 3)})" if near else "")
            for name, near in self.nearest.items()
        ]
        rest = len(self.names) - len(lines)
        super().__init__(
            where=where,
            found=f"{len(self.names)} name(s) are not a known {kind}: {'; '.join(lines)}"
            + (f"; and {rest} more." if rest else "."),
            expected=f"each name to be a {kind} by code, name or alias",
            remedy="Correct the names, or exclude those rows with a reason.",
        )


class BadYears(InputError):
    """A span of years that is reversed, impossible or outside coverage."""


class BadModel(InputError):
    """Equations or variables that do not make a model that can be run."""


class NoData(InputError):
    """Known states, but no figures for them."""


class FileError(SteelyardError):
    """A file that cannot be taken in; nothing on disk was changed."""

    exit_code = 4


class UnreadableFile(FileError):
    """Truncated, wrongly encoded, or not of the format that its name says."""


class WrongProduct(FileError):
    """A good file, but of another product than asked for, or of none we know."""


class BadRows(FileError):
    """Rows that break the rules of their table, such as duplicate keys."""


class StoreError(SteelyardError):
    """The store on disk cannot do what was asked."""

    exit_code = 5


class StoreTooNew(StoreError):
    """The store was written by a later version of Steelyard."""


class StoreReadOnly(StoreError):
    """No permission to write to the store."""


class StoreFull(StoreError):
    """No space is left on the disk; the old state was kept."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class StoreDamaged(StoreError):
    """A snapshot is missing, or its content no longer has its hash."""


class CorrectionMismatch(StoreError):
    """A correction expects a value that its source no longer has."""


class LawError(SteelyardError):
    """A law of the house (docs/law) would be broken."""

    exit_code = 6


class AxisMismatch(LawError):
    """Two labelled axes differ; they are never re-paired silently (law 3)."""

    def __init__(self, *, axis: str, left: Sequence[object], right: Sequence[object]):
        super().__init__(
            where=f"axis {axis!r}",
            found=f"left has [{shorten(left)}], right has [{shorten(right)}]",
            expected="the same labels in the same order on both sides (law 3)",
            remedy="Select or reorder one side explicitly, for example with `.select`.",
        )
        self.axis, self.left, self.right = axis, tuple(left), tuple(right)


class UnitMismatch(LawError):
    """Two units differ, or an intensive quantity would be summed (law 4)."""


class NotConverged(LawError):
    """A solve that did not reach its tolerance has no value; it carries the residual (law 7)."""

    def __init__(self, *, where: str, found: str, residual: float, expected: str, remedy: str):
        super().__init__(where=where, found=found, expected=expected, remedy=remedy)
        self.residual = residual


class Unbalanced(LawError):
    """A baseline that does not satisfy its model: closing the gap would pass for an effect."""
