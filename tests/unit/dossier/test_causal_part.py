"""The causal system in the dossier: results that fit, links before and after data, other pairs."""

from datetime import date
from functools import cache

import polars as pl
import pytest

from steelyard.dossier.causal.asked import shown
from steelyard.dossier.causal.make import causal
from steelyard.dossier.causal.stamp import digest, fit_of
from steelyard.dossier.records import Causal
from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.derived import OUTCOMES, empty
from steelyard.scenarios.system import library
from steelyard.system.causal import shipped


@cache
def part(a: str = "RUS", b: str = "CHN") -> Causal:
    return causal(request(a, b, DEFAULT_YEARS, DEFAULT_AS_OF, 0), load(DEFAULT_AS_OF))


def test_shipped_results_fit_the_shipped_calibration_scenarios_and_tables():
    data = load(DEFAULT_AS_OF)
    told = data.table("system_runs")
    assert told["digest"][0] == digest(fit_of(data)), (
        "run `steelyard data build-system --part outcomes` again"
    )
    assert told["kind"][0] == "calibrated"


def test_the_record_is_the_same_after_json():
    assert Causal.model_validate_json(part().model_dump_json()) == part()


def test_every_link_stands_with_its_range_and_what_data_made_of_it():
    links = shipped().links
    assert len(part().ties) == len(links)
    for link, tie in zip(links, part().ties, strict=True):
        assert (tie.cause, tie.effect, tie.sign) == (link.cause, link.effect, link.polarity)
        assert tie.before.low <= tie.after.low <= tie.after.high <= tie.before.high
        assert tie.contraction < 1


def test_every_row_of_the_documents_has_an_answer():
    told = {each.row: each for each in part().scenarios if each.row}
    assert len(told) == 45
    assert all(one.change.present for each in told.values() for one in each.expectations)
    assert [each.name for each in part().scenarios[:8]] == list(library.OWN)


def test_effects_of_our_own_scenarios_have_interval_and_sign_in_both_years():
    for each in part().scenarios[:8]:
        assert {one.year for one in each.effects} == set(shown().effect_years)
        for one in each.effects:
            assert one.change.low <= one.change.point <= one.change.high
            assert one.rises is None or 0 <= one.rises <= 1


def test_chances_of_classes_add_up_to_one():
    odds = [*part().odds, *(one for each in part().scenarios for one in each.odds)]
    assert odds
    for each in odds:
        for row in each.probabilities:
            assert sum(row) == pytest.approx(1, abs=0.003)


def test_quantiles_ascend_and_the_past_is_told_from_projections():
    for fan in part().fans:
        assert all(list(row) == sorted(row) for row in fan.quantiles)
        assert fan.years[0] < fan.last < fan.years[-1]
        assert all(max(seen.years) <= fan.last for seen in fan.seen)


def test_the_pair_in_the_other_order_has_the_same_system():
    assert part("CHN", "RUS") == part()


@pytest.mark.parametrize("pair", [("KAZ", "CHN"), ("DEU", "RUS"), ("USA", "CHN")])
def test_another_pair_says_why_it_has_none(pair: tuple[str, str]):
    found = part(*pair)
    assert "Russia and China" in found.why_not
    assert not found.ties
    assert not found.scenarios


def test_results_of_another_calibration_are_not_shown():
    data = load(DEFAULT_AS_OF)
    other = {**data.frames, "system_runs": data.table("system_runs").with_columns(
        digest=pl.lit("of another"))}  # fmt: skip
    found = causal(request("RUS", "CHN"), Dataset(data.as_of, other, data.origins))
    assert found.scenarios == ()
    assert found.kind == ""
    assert any("scenarios" in what for what, _ in found.missing)


def test_a_dataset_without_results_still_tells_loops_and_links():
    data = load(DEFAULT_AS_OF)
    frames = {**data.frames, **{table.name: empty(table) for table in OUTCOMES.tables}}
    found = causal(request("RUS", "CHN"), Dataset(data.as_of, frames, data.origins))
    assert len(found.rings) == 12
    assert found.sampler is not None


def test_a_dataset_of_an_earlier_day_does_not_know_the_calibration():
    day = date(2020, 1, 1)
    found = causal(request("RUS", "CHN", DEFAULT_YEARS, day, 0), load(day))
    assert found.sampler is None
    assert found.fans == ()
    assert all(not tie.after.present for tie in found.ties)
