"""What data taught a causal system, link by link, from the tables that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from steelyard.dossier.records import CausalTie, SamplerRecord, TaughtKind
from steelyard.reference.dataset import Dataset
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import CausalLink
from steelyard.system.numbers import numbers, slope_name
from steelyard.vocabulary.estimate import Estimate, absent

TAUGHT = 0.2  # contraction from which a number is said to be taught
SILENT = 0.05  # below it, data said next to nothing
KINDS = {
    "slope": "links", "decay": "rates of forgetting", "drift": "drifts", "size": "events",
    "start": "starts", "variant": "signs in dispute", "spread": "chance from year to year",
    "intercept": "intercepts of series", "loading": "loadings of series",
    "error": "errors of series",
}  # fmt: skip
RANGE = "the whole range held likely before data, the usual value in it"
DRAWN = "nine in ten of the draws of the calibration"
Rows = Mapping[str, Mapping[str, Any]]


def learnt(system: CausalSystem, data: Dataset) -> Rows:
    """Rows of the calibration by name; none where it is of another system or of a later day."""
    fit = data.table("system_fit")
    if fit.is_empty() or fit["last"][0] > data.as_of.year:
        return {}
    rows = {row["name"]: row for row in data.table("system_learnt").iter_rows(named=True)}
    wanted = {each.name for each in numbers(system) if each.about != "variant"}
    return rows if wanted <= rows.keys() else {}


def ties(system: CausalSystem, rows: Rows) -> tuple[CausalTie, ...]:
    """Every link, before and after data."""
    return tuple(_tie(each, rows.get(slope_name(each))) for each in system.links)


def _tie(link: CausalLink, row: Mapping[str, Any] | None) -> CausalTie:
    prior = link.strength
    told = {} if row is None else row
    after = absent("no calibration of this system ships")
    if row is not None:
        after = Estimate(
            _short(row["usual"]), _short(row["low"]), _short(row["high"]), 0.9, DRAWN, "estimated"
        )
    return CausalTie(
        cause=link.cause, effect=link.effect, sign=link.polarity, variant=link.variant,
        documents=link.documents, mechanisms=link.mechanisms,
        before=Estimate(prior.usual, prior.low, prior.high, None, RANGE, "estimated"),
        after=after,
        **{key: None if key not in told else round(told[key], 3)
           for key in ("contraction", "shift", "rhat")},
        effective=None if row is None else round(row["effective"]),
    )  # fmt: skip


def _short(value: float) -> float:
    """Four significant digits: more than any reader sees, less to carry."""
    return float(f"{value:.4g}")


def taught(system: CausalSystem, rows: Rows) -> tuple[TaughtKind, ...]:
    """How much was taught of each kind of number."""
    about = {each.name: each.about for each in numbers(system)}
    found: dict[str, list[float]] = {}
    for name, row in rows.items():
        kind = about.get(name) or _of_series(name)
        found.setdefault(kind, []).append(row["contraction"])
    return tuple(_kinds(found))


def _kinds(found: Mapping[str, list[float]]) -> Iterator[TaughtKind]:
    for kind, word in KINDS.items():
        values = found.get(kind, [])
        if values:
            yield TaughtKind(
                kind=word, numbers=len(values), taught=sum(each >= TAUGHT for each in values),
                mean=round(sum(max(each, 0.0) for each in values) / len(values), 3),
            )  # fmt: skip


def _of_series(name: str) -> str:
    """The kind of a number that belongs to a series or to a noisy variable."""
    return name.partition(" of ")[0] if " of " in name else name.partition("_")[0]


def sampler(rows: Rows, data: Dataset) -> SamplerRecord | None:
    """How well the sampler did."""
    if not rows:
        return None
    fit = data.table("system_fit").row(0, named=True)
    return SamplerRecord(
        **{key: fit[key] for key in ("chains", "adapting", "draws", "seed", "last", "divergent")},
        worst_noise=round(fit["worst_noise"], 3),
        worst_rhat=round(max(row["rhat"] for row in rows.values()), 3),
        least_effective=round(min(row["effective"] for row in rows.values())),
    )
