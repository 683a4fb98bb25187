"""The causal system that ships: whole, in its own words, tied to series, events and models."""

from __future__ import annotations

import csv
import pkgutil
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from fixtures.pairs import dossier_of
from steelyard.reference.dataset import load
from steelyard.system.causal import SHIPPED, CausalSystem, read, shipped, term
from steelyard.system.expressions import evaluate
from steelyard.system.graph import graph_of_links
from steelyard.system.loops import loops
from steelyard.system.parse import parse

TABLES = ("variables", "observations", "mechanisms", "links", "impulses", "named_loops")
AS_OF = date(2026, 11, 20)
RUN = 8  # words in a row that may not be those of a document
SIGN = {1: "+", -1: "-"}


@pytest.fixture(scope="module")
def system() -> CausalSystem:
    return shipped()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def counts(found) -> tuple[int, int, int]:
    signs = Counter(each.polarity for each in found)
    return len(found), signs[1], signs[-1]


def test_every_mechanism_has_its_links_and_every_link_its_variables(system):
    assert [each.id for each in system.mechanisms] == [f"m{at:02d}" for at in range(1, 90)]
    for each in system.mechanisms:
        assert system.links_of(each.id), each.id
    names = {each.name for each in system.variables}
    assert all({each.cause, each.effect} <= names for each in system.links)
    assert Counter(each.role for each in system.variables) == {
        "stock": 39, "auxiliary": 18, "exogenous": 33,
    }  # fmt: skip


def test_loops_of_the_shared_table_and_those_that_mending_added(system):
    """SYSTEM.md counts 106 loops of length 10 or less: 46 reinforcing and 60 balancing.

    Mending adds growth -> value of Russia (m28, m38), which closes loops, and puts the joint
    deterrent between military power and value (m31), which lengthens some beyond ten.
    """
    assert counts(loops(system.graph())) == (111, 47, 64)
    added = {(each.cause, each.effect) for each in system.links if each.audit.startswith("Added")}
    assert ("growth_rus", "value_rus") in added
    before = [
        (each.cause, SIGN[each.polarity], each.effect)
        for each in system.of_document("s002")
        if (each.cause, each.effect) not in added
    ]
    table_had = graph_of_links([*before, ("mil_power_rus", "+", "value_rus")])
    assert counts(loops(table_had)) == (106, 46, 60)


def test_named_loops_are_loops_of_the_graph(system):
    found = {frozenset(each.links): each for each in loops(system.graph())}
    assert [each.name for each in system.named_loops] == [
        f"{letter}{at}" for letter in "RB" for at in range(1, 7)
    ]
    for each in system.named_loops:
        ring = frozenset(zip(each.ring, (*each.ring[1:], each.ring[0]), strict=True))
        assert found[ring].polarity == each.polarity == (1 if each.name[0] == "R" else -1)


@pytest.mark.shared
def test_signs_are_those_of_the_shared_table_unless_the_audit_says_why(system, shared):
    mine = {(each.cause, each.effect): each for each in system.links if each.variant != "s003"}
    left_out = []
    for row in table(shared / "system", "links"):
        each = mine.get((row["cause_var"], row["effect_var"]))
        if each is None:
            left_out.append((row["mechanism_id"], row["cause_var"], row["effect_var"]))
            assert system.mechanism(row["mechanism_id"]).audit
            continue
        assert SIGN[each.polarity] == row["polarity"], row
        assert each.stated == (row["kind"] == "stated") or each.audit, row
    assert left_out == [("m31", "mil_power_rus", "value_rus")]
    audited = [
        row["mechanism_id"] for row in table(shared / "system", "mechanisms") if row["audit"]
    ]
    assert all(system.mechanism(id).audit for id in audited)


@pytest.mark.shared
def test_no_sentence_is_copied_from_the_documents(shared):
    def runs(text: str) -> set[str]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}

    told: set[str] = set()
    for path in [*(shared / "background").glob("*.txt"), *(shared / "system").glob("*.*")]:
        told |= runs(path.read_text(encoding="utf-8"))
    for name in TABLES:
        for row in table(SHIPPED, name):
            for column in set(row) - {"ring", "model", "basis", "unit"}:
                assert not runs(row[column]) & told, row[column]


def test_every_observed_series_has_points_for_the_pair(system):
    points = Counter()
    for each in dossier_of("RUS", "CHN").series:
        known = sum(point.value.point is not None for point in each.points)
        points[each.measure, each.subject, each.partner or "", each.basis, each.part] += known
    data = load(AS_OF)
    for each in (seen for variable in system.variables for seen in variable.observed):
        if each.source == "measure":
            key = (each.series, each.subject, each.partner, each.basis, each.part)
            assert points[key] > 0, key
        elif each.source == "price":
            assert each.series in data.table("prices")["commodity"].to_list()
        else:
            rows = data.table("figures").filter(series=each.series, reporter=each.subject)
            assert each.partner in rows["partner"].to_list(), each


def test_both_states_and_third_powers_have_variables(system):
    sides = Counter(each.side for each in system.variables)
    assert {"RUS", "CHN", "RUS-CHN", "CAS", "WEST", "USA", "JPN", "WORLD"} == set(sides)


def test_models_that_mechanisms_name_exist(system):
    named = {each.model for each in system.mechanisms if each.model}
    assert len(named) >= 10
    assert all(pkgutil.resolve_name(name) for name in named), named


def test_impulses_are_events_of_the_dataset(system):
    days = set(load(AS_OF).table("events")["date"])
    assert all(each.date in days for each in system.impulses if each.event == "facts")


@pytest.mark.shared
def test_impulses_have_the_dates_of_the_timeline(system, shared):
    told = {row["event_id"]: row["date"] for row in table(shared / "system", "timeline")}
    for each in system.impulses:
        if each.event != "facts":
            assert told[each.event][:4] == each.date[:4], each


def test_the_two_signs_of_enlargement_are_kept_apart(system):
    signs = {
        name: system.graph(name).polarities()["sco_enlargement", "status_parity"]
        for name in ("s002", "s003")
    }
    assert signs == {"s002": -1, "s003": 1}
    assert system.graph().polarities()["sco_enlargement", "status_parity"] is None
    assert system.mechanism("m42").polarity is None


def test_usual_strengths_make_no_runaway(system):
    """With all switches on and every link at its usual slope, no mode of the system grows.

    A prior that explodes by itself would be refuted before any data.
    """
    names = {each.name: at for at, each in enumerate(system.variables)}
    slopes = np.zeros((len(names), len(names)))
    for each in system.of_document("s002"):
        slopes[names[each.effect], names[each.cause]] = each.polarity * each.strength.usual
    stocks = [at for at, each in enumerate(system.variables) if each.role == "stock"]
    follow = [at for at, each in enumerate(system.variables) if each.role == "auxiliary"]
    through = np.linalg.solve(
        np.eye(len(follow)) - slopes[np.ix_(follow, follow)], slopes[np.ix_(follow, stocks)]
    )
    forget = np.diag([system.variables[at].decay.usual for at in stocks])
    growth = slopes[np.ix_(stocks, stocks)] + slopes[np.ix_(stocks, follow)] @ through - forget
    assert np.linalg.eigvals(growth).real.max() < 0


@pytest.mark.parametrize("form", ["linear", "log", "saturating", "threshold", "product"])
def test_each_form_has_an_equation_that_rises_with_its_cause(system, form):
    model = next((each for each in system.links if each.form == form), None)
    link = model or replace(system.links[0], form=form)
    values = dict.fromkeys((link.switch.variable,), 3.0) if link.switch else {}
    if link.switch and not link.switch.above:
        values = {link.switch.variable: -3.0}
    tree = parse(term(link, "slope"))
    low, middle, high = (
        evaluate(tree, {**values, "slope": 0.5, link.cause: at}) for at in (-1.5, 0.0, 1.5)
    )
    assert low <= middle < high
    if form in ("linear", "product"):
        assert high == 0.75
    if form == "saturating":
        assert high < 0.75
    if link.switch:
        off = {link.switch.variable: -3.0 if link.switch.above else 3.0}
        assert evaluate(tree, {**off, "slope": 0.5, link.cause: 1.5}) == 0


def test_evidence_turns_the_sign_for_series_that_fall(system):
    gap = system.links_of("m41")[0]
    found = {
        (each.cause.series, each.effect.series): each.expected for each in system.evidence(gap)
    }
    # China over Russia rises with the gap; the weight of a member falls as more are let in
    assert found["capability.ratio", "institutions.weight"] == -1
    assert system.evidence(system.links_of("m23")[0]) == ()


def test_a_copy_of_the_folder_reads_the_same(tmp_path, system):
    for name in TABLES:
        text = (SHIPPED / f"{name}.csv").read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text("\ufeff" + text, encoding="utf-8", newline="\r\n")
    assert read(tmp_path) == system
