"""Where a pair stands: laws, comparators by hand, classes, composites, bad files."""

import csv
import gzip
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.comparison import stated
from steelyard.dossier.comparison.classes import odds
from steelyard.dossier.comparison.composite_recipe import composite_recipes
from steelyard.dossier.comparison.composites import composites
from steelyard.dossier.comparison.make import comparison
from steelyard.dossier.comparison.matrices import Matrix
from steelyard.dossier.comparison.placed import placed
from steelyard.dossier.comparison.yardsticks import matrices, yardstick
from steelyard.dossier.domains.standing import standing_series
from steelyard.dossier.request import request
from steelyard.reference.dataset import load
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.errors import BadRows

AS_OF = date(2026, 11, 22)
TRADE = yardstick("trade.trade_share")


@cache
def basis_of(a, b, years=(2000, 2023)):
    return _basis(load(AS_OF), request(a, b, years), lambda step, done: None)


@pytest.fixture(scope="module")
def basis():
    return basis_of("RUS", "CHN")


@pytest.fixture(scope="module")
def made(basis):
    return comparison(basis)


def raw_flows(shared):
    """Exports in thousand USD by exporter and importer, straight from the publisher's file."""
    path = shared / "data/trade/baci_totals_2000_2020/baci_bilateral_totals_2000_2020.csv.gz"
    with gzip.open(path, "rt") as file:
        return {
            (row["exporter"], row["importer"]): float(row["value_kusd"])
            for row in csv.DictReader(file)
            if row["year"] == "2020"
        }


def test_comparators_are_those_counted_by_hand_from_the_publisher(shared):
    flows = raw_flows(shared)
    total = defaultdict(float)
    for (exporter, importer), value in flows.items():
        total[exporter] += value
        total[importer] += value
    found = placed(basis_of("RUS", "CHN", (2000, 2020)))
    checked = 0
    for one in found:
        named = one.named and one.measure == "trade.trade_share" and one.value.present
        if not named or "EU" in (one.subject, one.partner):
            continue
        # the embedded table keeps three to four digits of each flow
        both = flows[one.subject, one.partner] + flows[one.partner, one.subject]
        assert one.value.point == pytest.approx(both / total[one.subject], rel=1e-3), one.title
        checked += 1
    assert checked == 20  # ten ties of two states, both ways


def test_the_bloc_is_the_sum_of_its_members_of_the_year(shared):
    flows = raw_flows(shared)
    union = members("EU", date(2020, 12, 31))
    assert len(union) == 27
    both = sum(flows.get((a, b), 0) for m in union for a, b in (("UKR", m), (m, "UKR")))
    own = sum(value for pair, value in flows.items() if "UKR" in pair)
    outside = sum(v for (a, b), v in flows.items() if (a in union) != (b in union))
    found = placed(basis_of("RUS", "CHN", (2000, 2020)))
    [on_bloc] = [one for one in found if (one.subject, one.partner) == ("UKR", "EU")]
    [of_bloc] = [one for one in found if (one.subject, one.partner) == ("EU", "UKR")]
    assert on_bloc.value.point == pytest.approx(both / own, rel=1e-3)
    assert of_bloc.value.point == pytest.approx(both / outside, rel=1e-3)


def test_the_percentile_is_that_counted_by_hand(shared):
    flows = raw_flows(shared)
    basis = basis_of("RUS", "CHN", (2000, 2020))
    total = defaultdict(float)
    for (exporter, importer), value in flows.items():
        total[exporter] += value
        total[importer] += value
    codes = basis.trade.codes
    shares = {
        (a, b): (flows[a, b] + flows[b, a]) / total[a]
        for a in codes
        for b in codes
        if (a, b) in flows and (b, a) in flows
    }
    largest = [max(v for (a, _), v in shares.items() if a == state)
               for state in {a for a, _ in shares}]  # fmt: skip
    own = shares["RUS", "CHN"]
    [found] = [p for p in placed(basis) if (p.subject, p.partner) == ("RUS", "CHN")
               and p.measure == "trade.trade_share"]  # fmt: skip
    assert found.among_largest.point == pytest.approx(
        100 * np.mean([value < own for value in largest]), abs=0.3
    )
    assert found.percentile.point == pytest.approx(
        100 * np.mean([value < own for value in shares.values()]), abs=0.01
    )


def test_what_cannot_be_placed_says_why(made):
    [history] = [one for one in made.placed if (one.subject, one.partner) == ("FIN", "SUN")]
    assert not history.value.present
    assert "Soviet Union" in history.value.basis
    assert {"Energy", "Technology", "Arms"} <= {domain for domain, _ in made.left_out}


def test_a_comparator_that_stopped_reporting_stands_with_its_last_year(made):
    [found] = [one for one in made.placed if (one.subject, one.partner) == ("BLR", "RUS")
               and one.measure == "trade.trade_share"]  # fmt: skip
    assert found.year == 2020
    assert "no value in 2023" in found.note


def test_every_definition_answers_for_both_directions_and_sums_to_one(made):
    for definition in made.definitions:
        mine = [one for one in made.odds if one.definition == definition.id]
        assert {(one.subject, one.partner) for one in mine} == {("RUS", "CHN"), ("CHN", "RUS")}
        for one in mine:
            assert sum(chance for _, chance, _ in one.probabilities) == pytest.approx(1)
            assert [name for name, _, _ in one.probabilities] == list(definition.names)


def test_the_distribution_holds_its_own_placed_value(made):
    [spread] = [one for one in made.distributions
                if (one.measure, one.kind) == ("trade.trade_share", "largest")]  # fmt: skip
    [own] = [one for one in made.placed if one.subject == "RUS" and not one.named
             and one.measure == spread.measure]  # fmt: skip
    rank = np.searchsorted(spread.quantiles, own.value.point)
    assert abs(rank - own.among_largest.point) <= 1.5
    assert list(spread.quantiles) == sorted(spread.quantiles)


def test_the_sentence_names_both_directions_and_all_definitions(made):
    assert made.sentence.count(" on ") >= 2
    for definition in made.definitions[1:]:
        assert f"{definition.title[:1].lower()}{definition.title[1:]}" in made.sentence


def test_currency_changes_no_standing(basis):
    trade = replace(
        basis.trade, values=basis.trade.values * 7.0, exports=basis.trade.exports * 7.0,
        imports=basis.trade.imports * 7.0,
    )  # fmt: skip
    completed = replace(basis.completed, trade=trade, drawn={})
    other = replace(basis, trade=trade, completed=completed, shares={}, of_all_pairs={})
    same = replace(basis, completed=replace(basis.completed, drawn={}), shares={}, of_all_pairs={})
    for kind in ("pairs", "largest", "net"):
        here, there = (
            matrices(each, TRADE)[2015].reference(kind).percentile(0.1) for each in (same, other)
        )
        assert here == there


def test_order_of_the_pair_and_of_the_states_changes_no_answer(made):
    turned = comparison(basis_of("CHN", "RUS"))
    keyed = [
        {(one.definition, one.subject, one.measure, one.year): one.value.point for one in each.odds}
        for each in (made, turned)
    ]
    assert keyed[0] == pytest.approx(keyed[1])
    random = np.random.default_rng(0)
    values = random.lognormal(size=(30, 30))
    np.fill_diagonal(values, np.nan)
    order = random.permutation(30)
    codes = tuple(f"S{k:02}" for k in range(30))
    plain = Matrix("m", 2000, codes, values, ())
    mixed = Matrix("m", 2000, tuple(codes[k] for k in order), values[np.ix_(order, order)], ())
    for kind in ("pairs", "largest", "net"):
        classes = [each.reference(kind) for each in (plain, mixed)]
        assert classes[0].percentile(1.5) == classes[1].percentile(1.5)
        assert classes[0].independent(1.5) == pytest.approx(classes[1].independent(1.5))
    assert plain.value("S03", "S07") == mixed.value("S03", "S07")


def test_a_class_of_fewer_than_20_is_none():
    values = np.full((30, 30), np.nan)
    values[:5, 6] = 0.1
    assert Matrix("m", 2000, tuple(map(str, range(30))), values, ()).reference("pairs") is None


@pytest.mark.parametrize("pair", [("MEX", "USA"), ("KGZ", "RUS"), ("DEU", "FRA")])
def test_other_pairs_have_both_directions(pair):
    basis = basis_of(*pair)
    found = [one for one in odds(basis) if one.definition == "largest-ties"]
    assert {one.subject for one in found} == set(pair)
    subjects = {item.subject for item in standing_series(basis) if item.measure == "trade.standing"}
    assert subjects == set(pair)


def test_a_pair_without_trade_has_no_comparison():
    assert comparison(basis_of("RUS", "TWN")) is None


def test_composites_show_both_sides_with_nominal_and_effective_weights(basis):
    found = composites(basis)
    assert [(one.id, one.subject) for one in found] == [
        ("composite.balance", "RUS"), ("composite.balance", "CHN"),
        ("composite.autonomy", "RUS"), ("composite.autonomy", "CHN"),
    ]  # fmt: skip
    for one in found:
        assert sum(weight.nominal for weight in one.weights) == pytest.approx(1)
        assert 1 <= one.rank.low <= one.rank.point <= one.rank.high <= one.units
        assert one.importance
    balance = {one.subject: one.score.point for one in found if one.partner}
    assert balance["RUS"] > balance["CHN"]


DEFINITION = """
[[definition]]
id = "one"
main = true
title = "t"
kind = "largest"
names = ["low", "high"]
cuts = [50.0]
unit = "percentile"
stated = 2026-11-22
reason = "r"
members = "m"
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "largest"', 'kind = "biggest"', r"definition 1 \(one\).*largest, net|pairs"),
        ("cuts = [50.0]", "cuts = [50.0, 20.0]", r"definition 1 \(one\).*ascending"),
        ('names = ["low", "high"]', 'names = "low"', "a list of texts"),
        ("stated = 2026-11-22", 'stated = "soon"', "a date"),
        ('reason = "r"', 'reason = ""', "no text for reason"),
        ("main = true", "main = false", "one definition with main"),
        ("cuts = [50.0]", "cuts = [", "not TOML"),
    ],
)
def test_a_bad_ladder_names_file_row_and_allowed_words(tmp_path, old, new, says):
    path = tmp_path / "mine.toml"
    path.write_text(DEFINITION.replace(old, new), encoding="utf-8")
    with pytest.raises(BadRows, match=f"(?s)mine.toml.*({says})"):
        stated.definitions(path)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("RUS,XYZ,client,,", "row 2.*'XYZ'.*ISO3"),
        ("RUS,CHN,friend,,", "row 2.*'friend'.*client, bloc"),
        ("RUS,XX,bloc,,", "row 2.*'XX'.*bloc"),
        ("RUS,RUS,client,,", "itself"),
    ],
)
def test_a_bad_comparator_names_file_row_and_allowed_words(tmp_path, row, says):
    path = tmp_path / "mine.csv"
    path.write_text(f"subject,partner,kind,absent,note\n{row}\n", encoding="utf-8")
    with pytest.raises(BadRows, match=f"(?s)mine.csv.*{says}"):
        stated.comparators(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"z"', '"zed"', "composite 1.*min-max, z, rank"),
        ('units = "ties"', 'units = "pairs"', "composite 1.*ties, states"),
        ('name = "net_share"', 'name = "net"', "composite 1.*indicator 3.*export_share"),
        ("weight = 0.125", "weight = -1", "weight above 0"),
        ("near = 10", 'near = "ten"', "whole years"),
    ],
)
def test_a_bad_recipe_names_file_row_and_allowed_words(tmp_path, old, new, says):
    text = (stated.HERE / "composites.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadRows, match=f"(?s)mine.toml.*{says}"):
        composite_recipes(path)
