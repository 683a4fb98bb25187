"""Arrays with names on their axes, which align exactly or not at all (laws 1 to 5).

A panel holds 64-bit floats; NaN means that a value is absent and nothing else, so infinities are
refused. Labels are checked once, when data leave the store; measures then work on the bare
`values`. Two panels combine only if all axes have the same labels in the same order.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from steelyard.vocabulary.errors import AxisMismatch, BadRows, LawError, UnitMismatch, UnknownName
from steelyard.vocabulary.errors import shorten as _shorten
from steelyard.vocabulary.provenance import Processing, Provenance, combine
from steelyard.vocabulary.units import factor

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["extensive", "intensive"]
Axes = Mapping[str, tuple[Hashable, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A labelled array.

    Parameters
    ----------
    values : array
        Copied and frozen; NaN for absent values.
    axes : mapping
        Name of each axis to its labels, in the order of the array's dimensions.
    unit : str
        Unit of the values, "1" for pure numbers.
    kind : "extensive" or "intensive"
        Only extensive values may be summed over an axis.
    provenance : Provenance

    Raises
    ------
    AxisMismatch
        If labels repeat or do not fit the shape.
    LawError
        If a value is infinite.
    """

    values: np.ndarray
    axes: Axes
    unit: str
    kind: Kind
    provenance: Provenance

    def __post_init__(self) -> None:
        """Freeze the parts and check them."""
        values = np.array(self.values, dtype=np.float64)
        values.setflags(write=False)
        axes = {name: tuple(labels) for name, labels in self.axes.items()}
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "axes", MappingProxyType(axes))
        _check_labels(values, axes)
        if np.isinf(values).any():
            raise LawError(
                where="panel",
                found=f"{int(np.isinf(values).sum())} infinite value(s)",
                expected="finite numbers, or NaN for absent ones (law 1)",
                remedy="Decide what the infinite value means before it enters a panel.",
            )

    @classmethod
    def from_frame(
        cls,
        frame: pl.DataFrame,
        axes: Sequence[str],
        value: str,
        *,
        unit: str,
        kind: Kind,
        provenance: Provenance,
        labels: Mapping[str, Sequence[Hashable]] | None = None,
    ) -> Panel:
        """The panel of a long table; cells without a row, or with a null, are absent.

        Parameters
        ----------
        axes : columns that become axes, in this order
        value : column of numbers
        labels : labels of an axis, where they are not those found, sorted

        Raises
        ------
        BadRows
            If two rows have the same key, or a key is null or not among `labels`.
        """
        given = labels or {}
        found = {name: tuple(given.get(name) or _found(frame, name)) for name in axes}
        places = [_places(frame, name, found[name]) for name in axes]
        _check_unique(frame, axes)
        values = np.full([len(found[name]) for name in axes], np.nan)
        values[tuple(places)] = frame[value].cast(float).to_numpy()
        return cls(values, found, unit, kind, provenance)

    def select(self, **wanted: Hashable | list[Hashable] | tuple[Hashable, ...]) -> Panel:
        """The part with these labels, in this order; a single label drops its axis.

        Raises
        ------
        UnknownName
            If an axis or a label is not there.
        """
        values, axes = self.values, dict(self.axes)
        for name, labels in wanted.items():
            place = self._place(name, list(axes))
            several = isinstance(labels, list | tuple)
            chosen = tuple(labels) if isinstance(labels, list | tuple) else (labels,)
            values = np.take(values, [self._index(name, label) for label in chosen], axis=place)
            axes[name] = chosen
            if not several:
                values = values.squeeze(place)
                del axes[name]
        return replace(self, values=values, axes=axes)

    def spread(self, axis: str, labels: Sequence[Hashable]) -> Panel:
        """The same values repeated along a new last axis, to combine a total with its parts."""
        values = np.repeat(self.values[..., np.newaxis], len(labels), axis=-1)
        return replace(self, values=values, axes={**self.axes, axis: tuple(labels)})

    def sum_over(self, axis: str) -> Panel:
        """The sum over an axis; absent where any part is absent (law 2).

        Raises
        ------
        UnitMismatch
            If the values are intensive.
        """
        if self.kind == "intensive":
            raise UnitMismatch(
                where=f"sum over {axis!r}",
                found=f"an intensive quantity in {self.unit!r}",
                expected="an extensive one (law 4)",
                remedy="Sum the quantities that it was made from, then divide.",
            )
        place = self._place(axis, list(self.axes))
        axes = {name: labels for name, labels in self.axes.items() if name != axis}
        values, provenance = self.values.sum(axis=place), self.provenance.at_least(Processing.MAJOR)
        return replace(self, values=values, axes=axes, provenance=provenance)

    def to(self, unit: str) -> Panel:
        """The same quantities in another unit of the same dimension."""
        values = self.values * factor(self.unit, unit)
        provenance = self.provenance.at_least(Processing.MINOR)
        return replace(self, values=values, unit=unit, provenance=provenance)

    def to_frame(self, value: str = "value") -> pl.DataFrame:
        """A long table with a row for every cell; absent values are null."""
        import polars as pl

        grids = np.indices(self.values.shape).reshape(len(self.axes), -1)
        columns = {
            name: [labels[i] for i in grid]
            for (name, labels), grid in zip(self.axes.items(), grids, strict=True)
        }
        return pl.DataFrame(columns).with_columns(
            pl.Series(value, self.values.ravel()).fill_nan(None)
        )

    def __add__(self, other: Panel) -> Panel:
        return self._combined(other, self.values + _aligned(self, other), *self._like(other))

    def __sub__(self, other: Panel) -> Panel:
        return self._combined(other, self.values - _aligned(self, other), *self._like(other))

    def __mul__(self, other: Panel | float) -> Panel:
        if not isinstance(other, Panel):
            return self._scaled(float(other))
        kind: Kind = "intensive" if self.kind == other.kind else "extensive"
        unit = " * ".join(each for each in (self.unit, other.unit) if each != "1") or "1"
        return self._combined(other, self.values * _aligned(self, other), unit, kind)

    __rmul__ = __mul__

    def __truediv__(self, other: Panel | float) -> Panel:
        """Quotient; absent where the divisor is 0, since there is no such number."""
        if not isinstance(other, Panel):
            return self._scaled(1.0 / other)
        divisor = _aligned(self, other)
        values = self.values / np.where(divisor == 0, np.nan, divisor)
        extensive = self.kind == "extensive" and other.kind == "intensive"
        kind: Kind = "extensive" if extensive else "intensive"
        return self._combined(other, values, _quotient(self.unit, other.unit), kind)

    def _like(self, other: Panel) -> tuple[str, Kind]:
        """Unit and kind of a sum, which both sides must share."""
        if (self.unit, self.kind) != (other.unit, other.kind):
            raise UnitMismatch(
                where="sum or difference of panels",
                found=f"{self.unit!r} ({self.kind}) and {other.unit!r} ({other.kind})",
                expected="the same unit and kind on both sides (law 4)",
                remedy="Convert one side with `.to`.",
            )
        return self.unit, self.kind

    def _combined(self, other: Panel, values: np.ndarray, unit: str, kind: Kind) -> Panel:
        provenance = combine((self.provenance, other.provenance))
        return Panel(values, self.axes, unit, kind, provenance)

    def _scaled(self, by: float) -> Panel:
        provenance = self.provenance.at_least(Processing.MINOR)
        return replace(self, values=self.values * by, provenance=provenance)

    def _place(self, axis: str, axes: list[str]) -> int:
        if axis not in axes:
            raise UnknownName(where="panel", kind="axis", name=axis, nearest=axes)
        return axes.index(axis)

    def _index(self, axis: str, label: Hashable) -> int:
        labels = self.axes[axis]
        if label not in labels:
            kind = f"label of axis {axis!r}"
            raise UnknownName(where="panel", kind=kind, name=str(label), nearest=())
        return labels.index(label)


def align(*panels: Panel) -> tuple[Panel, ...]:
    """The panels as they are, once all axes are known to be the same in the same order.

    Raises
    ------
    AxisMismatch
        With both sides of the first axis that differs.
    """
    for panel in panels[1:]:
        _aligned(panels[0], panel)
    return panels


def _aligned(left: Panel, right: Panel) -> np.ndarray:
    """Values of the right panel, whose axes are those of the left one."""
    if tuple(left.axes) != tuple(right.axes):
        raise AxisMismatch(axis="names of axes", left=tuple(left.axes), right=tuple(right.axes))
    for name, labels in left.axes.items():
        if labels != right.axes[name]:
            raise AxisMismatch(axis=name, left=labels, right=right.axes[name])
    return right.values


def _quotient(above: str, below: str) -> str:
    if below == "1":
        return above
    return "1" if above == below else f"{above} / {below}"


def _check_labels(values: np.ndarray, axes: Axes) -> None:
    if values.ndim != len(axes):
        shape = [f"{values.ndim} dimension(s)"]
        raise AxisMismatch(axis="names of axes", left=tuple(axes), right=shape)
    for (name, labels), size in zip(axes.items(), values.shape, strict=True):
        if len(labels) != size:
            raise AxisMismatch(axis=name, left=labels, right=[f"{size} place(s) in the array"])
        if len(set(labels)) != size:
            raise AxisMismatch(axis=name, left=labels, right=tuple(dict.fromkeys(labels)))


def _found(frame: pl.DataFrame, axis: str) -> list[Hashable]:
    return frame[axis].drop_nulls().unique().sort().to_list()


def _places(frame: pl.DataFrame, axis: str, labels: tuple[Hashable, ...]) -> list[int]:
    index = {label: place for place, label in enumerate(labels)}
    strange = [label for label in frame[axis].unique().to_list() if label not in index]
    if strange:
        raise _bad_rows(axis, f"key(s) not among the labels: {_shorten(strange)}")
    return [index[label] for label in frame[axis]]


def _check_unique(frame: pl.DataFrame, axes: Sequence[str]) -> None:
    keys: Iterable[tuple[object, ...]] = frame.select(axes).rows()
    seen: set[tuple[object, ...]] = set()
    twice = dict.fromkeys(key for key in keys if key in seen or seen.add(key))
    if twice:
        raise _bad_rows(", ".join(axes), f"{len(twice)} repeated key(s): {_shorten(twice)}")


def _bad_rows(axis: str, found: str) -> BadRows:
    return BadRows(
        where=f"panel, axes {axis}",
        found=found,
        expected="one row for each combination of labels",
        remedy="Choose or correct the rows first, in a named step.",
    )
