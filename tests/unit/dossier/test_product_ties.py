"""Ties by product: exact on a made world, honest on the pair alone; roles and composition."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.composition import composition_series
from steelyard.dossier.domains.mutual import mutual_series
from steelyard.dossier.domains.quoted import quoted_series
from steelyard.dossier.domains.roles import roles_series
from steelyard.dossier.domains.trade import trade_series
from steelyard.dossier.product_ties import product_ties
from steelyard.dossier.request import request
from steelyard.dossier.turns import turns
from steelyard.measures.access import access_loss
from steelyard.measures.composition_noise import (
    grubel_lloyd_interval,
    mean_interval,
    part_interval,
)
from steelyard.measures.criticality import dependency_criteria
from steelyard.reference.dataset import load
from steelyard.vocabulary.industries import sectors

TODAY = date(2026, 11, 20)
YEAR = 2019


def basis_of(data, a="RUS", b="CHN", years=(1990, 2025)):
    return _basis(data, request(a, b, years, TODAY, 0), lambda step, done: None)


@pytest.fixture(scope="module")
def data():
    return load(TODAY)


@pytest.fixture(scope="module")
def basis(data):
    return basis_of(data)


def whole_world(data, cars=0.1):
    """Trade of 2019 cut into two headings: so much of it in cars, the rest in crude oil."""
    pairs = data.table("trade").filter(
        (pl.col("year") == YEAR)
        & (pl.col("exporter") != "WLD")
        & (pl.col("importer") != "WLD")
        & pl.col("value").is_not_null()
    )
    parts = [
        pairs.with_columns(hs4=pl.lit(code), value=pl.col("value").cast(pl.Float64) * part)
        for code, part in (("2709", 1 - cars), ("8703", cars))
    ]
    rows = pl.concat(parts).with_columns(quantity=pl.lit(None, pl.Float64))
    names = data.table("products").columns
    return replace(data, frames={**data.frames, "products": rows.select(names)})


def test_with_all_suppliers_known_every_tie_is_computed(data):
    made = basis_of(whole_world(data))
    ties = [t for t in product_ties(made, ()) if t.code in ("2709", "8703")]
    assert {(t.subject, t.code) for t in ties} == {
        (s, c) for s in ("RUS", "CHN") for c in ("2709", "8703")
    }
    place, trade = made.trade.year(YEAR), made.trade
    for tie in ties:
        bought = np.nan_to_num(trade.values[place, :, trade.state(tie.subject)])
        share = bought[trade.state(tie.partner)] / bought.sum()
        assert tie.year == YEAR
        assert tie.share.point == pytest.approx(share, rel=1e-6)
        assert tie.share.low < share < tie.share.high
        sold = np.nansum(trade.values[place, trade.state(tie.subject)])
        part = 0.9 if tie.code == "2709" else 0.1
        holds = dependency_criteria(part * bought[None, :], part * np.array([sold])).dependent[0]
        assert abs(tie.dependent.point - holds) < 0.2
        sigma = data.table("elasticities").filter(pl.col("hs3") == tie.code[:3])["sigma"][0]
        assert tie.loss.point == pytest.approx(access_loss(np.array([share]), sigma).log_price[0])
        assert tie.power.point == pytest.approx(part * tie.loss.point, rel=1e-6)
        assert tie.loss.low < tie.loss.point < tie.loss.high


def test_a_product_of_one_supplier_alone_has_no_bounded_loss(data):
    made = whole_world(data, cars=0.03)
    rows = made.table("products").filter(
        (pl.col("hs4") != "8703") | (pl.col("exporter") == "CHN") | (pl.col("importer") != "RUS")
    )
    ties = product_ties(basis_of(replace(made, frames={**made.frames, "products": rows})), ())
    cars = next(t for t in ties if (t.subject, t.code) == ("RUS", "8703"))
    assert cars.share.point == 1.0
    assert "all supply is lost" in cars.loss.basis
    assert not cars.power.present


def test_without_other_suppliers_a_share_is_quoted_or_absent_between_bounds(basis):
    ties = product_ties(basis, quoted_series(basis))
    crude = next(t for t in ties if t.subject == "CHN" and t.code == "2709")
    assert crude.share.point == pytest.approx(0.19)
    assert crude.loss.low < crude.loss.point < crude.loss.high
    unknown = [t for t in ties if t.basis == "BACI, reconciled, by product"]
    assert {t.subject for t in unknown} == {"RUS", "CHN"}
    for tie in unknown:
        assert not tie.share.present
        assert 0 < tie.share.low < tie.share.high == 1.0
        for value in (tie.loss, tie.power, tie.dependent):
            assert not value.present


def test_sectors_of_tables_have_shares_of_all_supply_in_both_directions(basis):
    found = [t for t in product_ties(basis, ()) if t.code in sectors()]
    assert {t.subject for t in found} == {"RUS", "CHN"}
    textiles = next(t for t in found if (t.subject, t.code) == ("RUS", "textiles"))
    assert textiles.year == 2011
    assert textiles.value == pytest.approx(28_715, rel=0.001)  # USD m, 2011
    assert all(0 <= t.share.low <= t.share.point <= t.share.high <= 1 for t in found)


def test_machinery_changed_hands_between_the_tables_of_2000_and_2005(basis):
    found = roles_series(basis)
    early = [s for s in found if s.basis.startswith("world") and "machinery" in s.measure]
    assert {s.subject for s in early} == {"RUS", "CHN"}
    mine, theirs = (next(s for s in early if s.subject == code) for code in ("RUS", "CHN"))
    for one, other in zip(mine.points, theirs.points, strict=True):
        assert one.value.point == pytest.approx(-other.value.point)
    assert mine.points[0].value.point > 0 > mine.points[1].value.point
    passed = turns(found, basis.asked)
    assert any("China becomes the seller" in c.title and c.year == 2005 for c in passed)


def scaled_data(data, factor):
    """All values of trade, products and sectors in another currency."""
    frames = dict(data.frames)
    for name, columns in (("products", ["value"]), ("sector_flows", ["intermediate", "final"])):
        frames[name] = frames[name].with_columns(pl.col(columns) * factor)
    return replace(data, frames=frames)


def test_composition_and_roles_do_not_depend_on_the_currency(data, basis):
    other = basis_of(scaled_data(data, 4.0))
    for make in (composition_series, roles_series):
        for mine, theirs in zip(make(basis), make(other), strict=True):
            for one, two in zip(mine.points, theirs.points, strict=True):
                assert two.value.point == pytest.approx(one.value.point, abs=1e-6), mine.id


def test_splitting_a_heading_leaves_shares_and_means_and_lowers_trade_within_headings():
    sold, bought = np.array([60.0, 40.0]), np.array([30.0, 50.0])
    halves = np.array([30.0, 30.0, 40.0])
    scale = np.full(3, 0.1)
    assert part_interval(
        halves, np.array([True, True, False]), scale
    ).point == part_interval(sold, np.array([True, False]), scale[:2]).point  # fmt: skip
    score = np.array([1.0, -1.0])
    assert mean_interval(halves, score[[0, 0, 1]], scale).point == pytest.approx(
        mean_interval(sold, score, scale[:2]).point
    )
    whole = grubel_lloyd_interval(sold, bought, (scale[:2], scale[:2]))
    split = grubel_lloyd_interval(halves, np.array([30.0, 0.0, 50.0]), (scale, scale))
    assert split.point <= whole.point


CHOSEN = np.random.default_rng(4).random(200) < 0.4
SCORE = np.random.default_rng(5).normal(0, 1, 200)
COMPOSED = {
    "part": lambda flows, noise: part_interval(flows[0], CHOSEN, noise[0]),
    "mean": lambda flows, noise: mean_interval(flows[0], SCORE, noise[0]),
    "intra": lambda flows, noise: grubel_lloyd_interval(*flows, (noise[0], noise[1])),
}


@pytest.mark.parametrize("measure", COMPOSED)
def test_intervals_of_composition_cover_the_truth(measure):
    """Nine of ten, standard error 1.3 in a hundred; small flows err more, as in the data."""
    random = np.random.default_rng(3)
    true = random.lognormal(2, 2, (2, 200))
    made, hits, trials = COMPOSED[measure], 0, 500
    aim = made(true, np.ones(true.shape)).point
    for _ in range(trials):
        seen = true * np.exp(0.24 * true**-0.1 * random.standard_normal(true.shape))
        found = made(seen, 0.24 * seen**-0.1)
        hits += found.low <= aim <= found.high
    assert 0.86 <= hits / trials <= 0.94, hits / trials


def test_share_times_openness_is_dependence(basis):
    """Gartzke and Li (2003): an identity, on the numbers that are shown."""
    found = trade_series(basis)

    def of(measure):
        return next(s for s in found if s.measure == measure and s.subject == "RUS")

    for year in ("2000", "2010", "2019"):
        share, openness, dependence = (
            of(name).at(year).value.point
            for name in ("trade.trade_share", "trade.openness", "trade.dependence")
        )
        assert share * openness == pytest.approx(dependence, rel=1e-5)


def test_mutual_measures_follow_from_the_shares_shown(basis):
    found = {s.measure: s for s in mutual_series(basis)}
    shares = [
        next(s for s in trade_series(basis) if s.measure == "trade.trade_share" and s.subject == c)
        for c in ("RUS", "CHN")
    ]
    for year in ("2000", "2019", "2023"):
        mine, theirs = (s.at(year).value.point for s in shares)
        assert found["trade.salience"].at(year).value.point == pytest.approx(
            np.sqrt(mine * theirs), rel=1e-4
        )
        assert found["trade.symmetry"].at(year).value.point == pytest.approx(
            1 - abs(mine - theirs), rel=1e-4
        )


def test_naming_the_states_in_the_other_order_mirrors_what_has_a_direction(data, basis):
    other = basis_of(data, "CHN", "RUS")
    mine = {s.id: s for s in (*mutual_series(basis), *composition_series(basis))}
    theirs = {s.id: s for s in (*mutual_series(other), *composition_series(other))}
    directed = [name for name in mine if name in theirs]
    assert len(directed) > 20
    for name in directed:
        for one, two in zip(mine[name].points, theirs[name].points, strict=True):
            assert one.value.point == pytest.approx(two.value.point), name


@pytest.mark.parametrize(
    "pair", [("KAZ", "CHN"), ("DEU", "RUS"), ("USA", "CHN"), ("KGZ", "RUS"), ("MNG", "CHN")]
)
def test_other_pairs_give_series_or_nothing_and_never_fail(data, pair):
    made = basis_of(data, *pair)
    found = [*mutual_series(made), *composition_series(made), *roles_series(made)]
    assert {s.measure for s in found} >= {"trade.salience", "trade.influence"}
    product_ties(made, quoted_series(made))


def test_reconciled_totals_stay_those_of_the_trade_table(basis):
    """What products add up to, and the pair's flow in the trade table, are one publisher's."""
    table = basis.data.table("products").filter(pl.col("year") == YEAR)
    for seller, buyer in (("RUS", "CHN"), ("CHN", "RUS")):
        total = table.filter((pl.col("exporter") == seller) & (pl.col("importer") == buyer))
        flow = basis.trade.values[
            basis.trade.year(YEAR), basis.trade.state(seller), basis.trade.state(buyer)
        ]
        assert total["value"].sum() == pytest.approx(flow, rel=0.05)
