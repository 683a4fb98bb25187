"""The causal system of the pair as a part of its dossier, all from tables that ship."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import TypeAdapter

from steelyard.claims.read import documents
from steelyard.dossier.causal.asked import shown
from steelyard.dossier.causal.learnt import learnt, sampler, taught, ties
from steelyard.dossier.causal.results import Results, fans, levers, odds, parts, results, scenarios
from steelyard.dossier.causal.stamp import digest, fit_of
from steelyard.dossier.comparison.stated import definitions
from steelyard.dossier.link_series import pair_of
from steelyard.dossier.records import (
    Causal,
    CausalClasses,
    CausalDocument,
    CausalRing,
    CausalThing,
    SamplerRecord,
)
from steelyard.dossier.request import Request
from steelyard.reference.dataset import Dataset
from steelyard.system.causal import CausalSystem, shipped
from steelyard.system.dominance_records import Dominance, Flip
from steelyard.system.loops import loops
from steelyard.system.readings import Reading, readings
from steelyard.system.shipped_posterior import series_of
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.states import by_iso3

NO_FIT = "no calibration of this system and these series ships with this dataset"
NO_RUNS = "no results of this system and this calibration ship with this dataset"


def causal(asked: Request, data: Dataset, system: CausalSystem | None = None) -> Causal:
    """What the causal system says of the pair; of another pair only why it says nothing."""
    told = shipped() if system is None else system
    states = pair_of(told)
    if set(states) != set(asked.codes):
        return _of_another(states)
    rows = learnt(told, data)
    seen, _ = readings(told, *series_of(told, data))
    held = _results(told, seen, data)
    fit = sampler(rows, data)
    return Causal(
        states=states, why_not="", kind=_kind(data) if held else "",
        documents=_documents(told), things=_things(told, seen), ties=ties(told, rows),
        rings=tuple(
            CausalRing(name=each.name, title=each.title, sign=each.polarity, ring=each.ring,
                       documents=each.documents, says=each.says)
            for each in told.named_loops
        ),
        loops=len(loops(told.graph())), taught=taught(told, rows), sampler=fit,
        draws=_number(data, "draws") if held else 0,
        pushed_from=shown().pushed_from if held else None,
        read_in=shown().read_in if held else None,
        dominance=_dominance(data) if held else None,
        flips=_flips(data) if held else (),
        fans=tuple(fans(held)) if held else (),
        classes=tuple(_classes(told, held, states)) if held else (),
        odds=odds(held, "") if held else (),
        scenarios=tuple(scenarios(held)) if held else (),
        levers=tuple(levers(held)) if held else (), parts=tuple(parts(held)) if held else (),
        missing=tuple(_missing(told, fit, held, states)),
        origins=tuple(dict.fromkeys(o for each in seen for o in each.origins if o)),
    )  # fmt: skip


def document_origins() -> dict[str, Origin]:
    """The documents that links were read from, by id."""
    return {
        each.id: Origin(
            id=each.id, producer=each.author, title=each.title, version=str(each.said),
            citation=f"{each.author} ({each.said.year}). {each.title}", url="",
            licence="quoted", accessed=each.said, terms="figures", published=each.said,
        )
        for each in documents().values()
    }  # fmt: skip


def _of_another(states: tuple[str, str]) -> Causal:
    """The record of a pair that the system is not about."""
    one, other = (by_iso3()[code].sentence_name for code in states)
    why = (
        f"The causal system that ships was read from documents on {one} and {other}; no other "
        "pair has one."
    )
    return Causal(
        states=states, why_not=why, kind="", documents=(), things=(), ties=(), rings=(), loops=0,
        taught=(), sampler=None, draws=0, pushed_from=None, read_in=None,
        dominance=None, flips=(), fans=(), classes=(),
        odds=(), scenarios=(), levers=(), parts=(), missing=(), origins=(),
    )  # fmt: skip


def _results(system: CausalSystem, seen: tuple[Reading, ...], data: Dataset) -> Results | None:
    """Results that were run with this calibration and these tables; None otherwise."""
    runs = data.table("system_runs")
    if runs.is_empty() or runs["digest"][0] != digest(fit_of(data)):
        return None
    if runs["last"][0] > data.as_of.year:
        return None
    return results(system, seen, runs["last"][0], data)


def _kind(data: Dataset) -> Literal["prior", "calibrated"]:
    """Whether results were run with a calibration."""
    return "calibrated" if data.table("system_runs")["kind"][0] == "calibrated" else "prior"


def _dominance(data: Dataset) -> Dominance | None:
    """Which loops lead when, as it ships."""
    told = data.table("system_runs")["dominance"][0]
    return TypeAdapter(Dominance).validate_json(told) if told else None


def _flips(data: Dataset) -> tuple[Flip, ...]:
    """Where dominance flips, as it ships."""
    told = data.table("system_runs")["flips"][0]
    return TypeAdapter(tuple[Flip, ...]).validate_json(told) if told else ()


def _number(data: Dataset, name: str) -> int:
    return int(data.table("system_runs")[name][0])


def _documents(system: CausalSystem) -> tuple[CausalDocument, ...]:
    """Documents that links were read from, in the order of their ids."""
    used = {name for each in system.links for name in each.documents}
    return tuple(
        CausalDocument(id=each.id, title=each.title, author=each.author, said=str(each.said))
        for name, each in sorted(documents().items()) if name in used
    )  # fmt: skip


def _things(system: CausalSystem, seen: tuple[Reading, ...]) -> tuple[CausalThing, ...]:
    """Every variable."""
    count = [each.observation.variable for each in seen]
    return tuple(
        CausalThing(name=each.name, title=each.title, domain=each.domain, side=each.side,
                    role=each.role, seen=count.count(each.name))
        for each in system.variables
    )  # fmt: skip


def _classes(
    system: CausalSystem, held: Results, states: tuple[str, str]
) -> Iterator[CausalClasses]:
    """Definitions of classes that shares were ranked by."""
    del system
    ranked = held.of("class")
    for each in definitions():
        ladder = each.ladder
        yield CausalClasses(
            id=each.id, title=each.title, subject=states[0], partner=states[1], main=each.main,
            names=ladder.names, cuts=ladder.cuts, unit=ladder.unit, stated=ladder.stated,
            reason=ladder.reason, last=held.last,
            absent="" if each.id in ranked else "the system does not hold what it needs",
        )  # fmt: skip


def _missing(
    system: CausalSystem, fit: SamplerRecord | None, held: Results | None, states: tuple[str, str]
) -> Iterator[tuple[str, str]]:
    """Parts that are not there, and why."""
    if fit is None:
        yield "what data taught", NO_FIT
    if held is None:
        yield "courses, scenarios and levers", NO_RUNS
        return
    names = {each.name for each in system.variables}
    for code in states:
        if shown().rooms.get(code) not in names:
            name = by_iso3()[code].sentence_name
            yield (
                f"levers of {name}’s room for its own choice",
                "no document says what limits it, so the system has no such variable",
            )
    first, second = (by_iso3()[code].sentence_name for code in reversed(states))
    yield (
        f"classes of {first}’s tie with {second}",
        "no variable of the system is measured by its share of trade",
    )
