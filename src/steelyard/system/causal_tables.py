"""The six tables of a causal system: their columns, and their rows as records."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from steelyard.measures.catalogue import get
from steelyard.system.causal_cells import SIGNS, Row, read_table
from steelyard.system.causal_records import (
    CausalLink,
    CausalVariable,
    Form,
    Impulse,
    Mechanism,
    NamedLoop,
    Observation,
    Role,
    Source,
    Transform,
)
from steelyard.system.model_forms import CURVES, refuse_unknown
from steelyard.vocabulary.domains import DOMAINS
from steelyard.vocabulary.errors import SteelyardError, UnknownName

NAME = re.compile(r"^[a-z][a-z0-9_]*$")
KINDS = ("stated", "implied")
EITHER = "+/-"  # documents differ
LOOPS = {"reinforcing": 1, "balancing": -1}

VARIABLES = (
    "variable", "title", "kind", "unit", "domain", "side", "decay_low", "decay", "decay_high",
    "decay_reason", "unobserved", "note",
)  # fmt: skip
OBSERVATIONS = (
    "variable", "source", "series", "subject", "partner", "basis", "part", "transform", "sign",
    "note",
)  # fmt: skip
MECHANISMS = (
    "mechanism", "cause", "effect", "polarity", "works", "documents", "kind", "condition",
    "horizon", "evidence", "model", "audit",
)  # fmt: skip
LINKS = (
    "cause", "effect", "polarity", "variant", "form", "bend", "switch", "curve", "strength_low",
    "strength", "strength_high", "delay_years", "kind", "mechanisms", "documents", "reason",
    "audit",
)  # fmt: skip
IMPULSES = (
    "impulse", "event", "date", "title", "variable", "direction", "size_low", "size", "size_high",
    "lasting_years", "reason",
)  # fmt: skip
NAMED_LOOPS = ("loop", "title", "polarity", "ring", "documents", "says")


def observations(folder: Path) -> list[tuple[Row, Observation]]:
    """Rows of ``observations.csv``; a measure must be one of the catalogue."""
    return [
        (row, _observation(row)) for row in read_table(folder, "observations.csv", OBSERVATIONS)
    ]


def _observation(row: Row) -> Observation:
    source = row.one_of("source", get_args(Source))
    if source == "measure":
        try:
            get(row["series"])
        except SteelyardError as error:
            remedy = f"{error.remedy} `steelyard measure A B --json` lists them."
            raise row.bad("series", "a measure of the catalogue", remedy) from error
    return Observation(
        variable=row.text("variable"), source=source, series=row.text("series"),
        subject=row.text("subject"), partner=row["partner"], basis=row["basis"], part=row["part"],
        transform=row.one_of("transform", get_args(Transform)),
        sign=row.sign("sign"), note=row["note"],
    )  # fmt: skip


def variables(
    folder: Path, seen: list[tuple[Row, Observation]]
) -> list[tuple[Row, CausalVariable]]:
    """Rows of ``variables.csv``, each with the series that speak to it."""
    return [
        (row, _variable(row, tuple(each for _, each in seen if each.variable == row["variable"])))
        for row in read_table(folder, "variables.csv", VARIABLES)
    ]


def _variable(row: Row, observed: tuple[Observation, ...]) -> CausalVariable:
    if not NAME.match(row["variable"]) or row["variable"] == "time":
        raise row.bad("variable", "a name of small letters, digits and _, other than time")
    role = row.one_of("kind", get_args(Role))
    if not row["unit"]:
        remedy = "Name the unit, or the scale of the index and what it is centred on."
        raise row.bad("unit", "a unit or the scale of an index", remedy)
    if role != "stock" and (row["decay"] or row["decay_low"] or row["decay_high"]):
        raise row.bad("decay", "no decay, as only a stock keeps anything", "Empty the cells.")
    if bool(observed) == bool(row["unobserved"]):
        remedy = "Name a series in observations.csv or say here why there is none, not both."
        raise row.bad("unobserved", "a reason where no series speaks to it, else nothing", remedy)
    return CausalVariable(
        name=row["variable"], title=row.text("title"), role=role, unit=row["unit"],
        domain=row.one_of("domain", (each.id for each in DOMAINS)), side=row.text("side"),
        decay=row.prior("decay", 1e-6) if role == "stock" else None,
        decay_reason=row.text("decay_reason") if role == "stock" else row["decay_reason"],
        observed=observed, unobserved=row["unobserved"], note=row["note"],
    )  # fmt: skip


def mechanisms(folder: Path) -> list[tuple[Row, Mechanism]]:
    """Rows of ``mechanisms.csv``."""
    return [(row, _mechanism(row)) for row in read_table(folder, "mechanisms.csv", MECHANISMS)]


def _mechanism(row: Row) -> Mechanism:
    sign = row.one_of("polarity", (*SIGNS, EITHER))
    return Mechanism(
        id=row.text("mechanism"), cause=row.text("cause"), effect=row.text("effect"),
        polarity=SIGNS.get(sign), works=row.text("works"),
        documents=row.some("documents"),
        stated=row.one_of("kind", KINDS) == "stated", condition=row["condition"],
        horizon=row["horizon"], evidence=row.text("evidence"), model=row["model"],
        audit=row["audit"],
    )  # fmt: skip


def links(folder: Path) -> list[tuple[Row, CausalLink]]:
    """Rows of ``links.csv``."""
    return [(row, _link(row)) for row in read_table(folder, "links.csv", LINKS)]


def _link(row: Row) -> CausalLink:
    form = row.one_of("form", get_args(Form))
    bent = form in ("saturating", "threshold")
    if bent != bool(row["bend"]):
        raise row.bad("bend", f"{'a number' if bent else 'nothing'}, as the form is {form}")
    if (form == "product") != bool(row["switch"]):
        expected = "a condition" if form == "product" else "nothing"
        raise row.bad("switch", f"{expected}, as the form is {form}")
    if row["cause"] == row["effect"]:
        raise row.bad("effect", "another variable than the cause", "Use decay for what fades.")
    return CausalLink(
        cause=row.text("cause"), effect=row.text("effect"), polarity=row.sign("polarity"),
        variant=row["variant"], form=form,
        bend=row.number("bend", 1e-6 if form == "saturating" else -10, 10) if bent else None,
        switch=row.switch("switch"), strength=row.prior("strength"),
        delay=row.number("delay_years", 0, 100), stated=row.one_of("kind", KINDS) == "stated",
        mechanisms=row.items("mechanisms"), documents=row.some("documents"),
        reason=row.text("reason"), audit=row["audit"], curve=_curve(row, form),
    )  # fmt: skip


def _curve(row: Row, form: Form) -> str:
    """The curve of a link whose form a model gives; no other has one."""
    if (form == "model") != bool(row["curve"]):
        expected = "a curve" if form == "model" else "nothing"
        raise row.bad("curve", f"{expected}, as the form is {form}")
    if row["curve"]:
        try:
            refuse_unknown(row["curve"])
        except UnknownName as error:
            near = f"Did you mean {', '.join(error.nearest)}?" if error.nearest else error.remedy
            raise row.bad("curve", f"one of {', '.join(CURVES)}", near) from error
    return row["curve"]


def impulses(folder: Path) -> list[tuple[Row, Impulse]]:
    """Rows of ``impulses.csv``."""
    return [(row, _impulse(row)) for row in read_table(folder, "impulses.csv", IMPULSES)]


def _impulse(row: Row) -> Impulse:
    return Impulse(
        id=row.text("impulse"), event=row.text("event"), date=row["date"], time=row.time("date"),
        title=row.text("title"), variable=row.text("variable"), polarity=row.sign("direction"),
        size=row.prior("size"), lasting=row.number("lasting_years", 1e-6),
        reason=row.text("reason"),
    )  # fmt: skip


def named_loops(folder: Path) -> list[tuple[Row, NamedLoop]]:
    """Rows of ``named_loops.csv``."""
    return [(row, _named_loop(row)) for row in read_table(folder, "named_loops.csv", NAMED_LOOPS)]


def _named_loop(row: Row) -> NamedLoop:
    sign = LOOPS[row.one_of("polarity", LOOPS)]
    return NamedLoop(
        name=row.text("loop"), title=row.text("title"), polarity=1 if sign > 0 else -1,
        ring=row.items("ring"), documents=row.some("documents"), says=row.text("says"),
    )  # fmt: skip
