"""A claim as data: what a document says, of whom, when, and how precisely."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from steelyard.claims.periods import Span

# relation: what it says of the quantity
RELATIONS = {
    "value": "is this value, to the digit that was said",
    "approx": "is about this value",
    "ratio": "is about this many times the other",
    "share": "is about this part of a whole",
    "greater": "is above this value",
    "less": "is below this value",
    "rank": "has this place, counted from 1",
    "ordering": "the actors stand in this order, the first highest",
    "trend_up": "rises over the period",
    "trend_down": "falls over the period",
    "event": "happened, in the period",
    "qualitative": "a judgement without a number",
}
NEED_VALUE = ("value", "approx", "ratio", "share", "greater", "less", "rank")
MODALITIES = {
    "asserted": "said to be so",
    "forecast": "said to come; judged once its time has come",
    "conditional": "said to be so if something else is",
    "possible": "said to be possible",
    "intention": "said to be wanted or planned",
}
SAID = {
    "": "no word beside the number",
    "about": "about, around, roughly",
    "nearly": "nearly, almost, approaching: a little below",
    "over": "over, more than: a little above",
    "equal": "about equal",
}
MEANS = {
    "": "one value, or each of several",
    "range": "between the first and the second",
    "from_to": "from the first, at the start of the period, to the second, at its end",
}


@dataclass(frozen=True, slots=True)
class Document:
    """Where claims are made. `own` are words by which its own figures are known as origins."""

    id: str
    title: str
    author: str
    said: date
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement. `quantity` is the key by which evidence is found.

    `values` are empty where the relation needs none; `digits` are the values as written, from
    which precision is read; `tolerance` overrides what the digits and words say.
    """

    id: str
    document: str
    title: str
    domain: str
    actors: tuple[str, ...]
    quantity: str
    relation: str
    values: tuple[float, ...]
    digits: tuple[str, ...]
    unit: str
    period: tuple[Span, ...]
    said: str = ""
    means: str = ""
    tolerance: float | None = None
    test_window: tuple[Span, ...] = ()
    as_of: date | None = None
    modality: str = "asserted"
    testability: str = "direct"
    value_from: str = ""
    needs: str = ""
    note: str = ""
    row: int = 0  # in its file
    columns: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # as they were written

    @property
    def first(self) -> str:
        """First day, month or year of the period."""
        return self.period[0].first

    @property
    def last(self) -> str:
        """Last day, month or year of the period."""
        return max(span.last for span in self.period)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One fault of one row: where, what was found, what is allowed."""

    row: int
    id: str
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        name = f" ({self.id})" if self.id else ""
        return f"row {self.row}{name}, {self.column}: {self.found}; allowed: {self.allowed}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Claims of a file. Rows in = claims + refused rows (law 12)."""

    source: str
    rows: int
    claims: tuple[Claim, ...]
    refusals: tuple[Refusal, ...]
    documents: dict[str, Document]

    @property
    def refused_rows(self) -> int:
        """How many rows were refused; one row may have several faults."""
        return len({refusal.row for refusal in self.refusals})
