"""The dossier: both directions, intervals, bounds, refusals, and the same numbers every time."""

from datetime import date

import polars as pl
import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier import Dossier, dossier
from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadYears, InputError, NoData, UnknownName

PAIRS = [("KAZ", "CHN"), ("DEU", "RUS"), ("VNM", "CHN"), ("USA", "CHN"), ("KGZ", "RUS")]


@pytest.fixture(scope="module")
def found() -> Dossier:
    return dossier_of("RUS", "CHN")


def share(found: Dossier, measure: str, subject: str, year: int) -> float:
    [series] = [s for s in found.of(measure, subject) if s.basis == "BACI, reconciled"]
    point = series.at(str(year))
    assert point is not None
    assert point.value.point is not None
    return point.value.point


@pytest.mark.parametrize(
    ("measure", "subject", "year", "percent"),
    [
        ("trade.export_share", "RUS", 2000, 5.0),
        ("trade.export_share", "RUS", 2010, 5.5),
        ("trade.export_share", "RUS", 2014, 8.8),
        ("trade.export_share", "RUS", 2020, 15.1),
        ("trade.import_share", "RUS", 2000, 5.0),
        ("trade.import_share", "RUS", 2010, 14.4),
        ("trade.import_share", "RUS", 2014, 18.0),
        ("trade.import_share", "RUS", 2020, 22.9),
        ("trade.import_share", "CHN", 2000, 3.2),
        ("trade.import_share", "CHN", 2010, 2.1),
        ("trade.import_share", "CHN", 2020, 3.4),
    ],
)
def test_shares_are_those_printed_for_the_source(found, measure, subject, year, percent):
    # printed to one decimal, so half of the last digit is the tightest tolerance
    assert 100 * share(found, measure, subject, year) == pytest.approx(percent, abs=0.0501)


@pytest.mark.parametrize(
    ("seller", "year", "billions"),
    [
        ("RUS", 2000, 5.1),
        ("RUS", 2005, 11.8),
        ("RUS", 2010, 20.9),
        ("RUS", 2014, 39.4),
        ("RUS", 2020, 49.3),
        ("RUS", 2023, 129.0),
        ("CHN", 2000, 2.2),
        ("CHN", 2005, 12.3),
        ("CHN", 2010, 32.8),
        ("CHN", 2014, 52.6),
        ("CHN", 2020, 50.1),
        ("CHN", 2023, 110.0),
    ],
)
def test_flows_are_those_printed_for_the_source(found, seller, year, billions):
    assert share(found, "trade.flow", seller, year) / 1e3 == pytest.approx(billions, abs=0.0501)


def test_a_dossier_survives_json(found):
    assert Dossier.model_validate_json(found.to_json()) == found


def test_the_same_seed_gives_the_same_bytes(found):
    anew = load.__wrapped__(DEFAULT_AS_OF)  # nothing made of the data before is taken up
    assert dossier("RUS", "CHN", data=anew).to_json() == found.to_json()


def test_names_and_codes_ask_for_the_same():
    """What is asked for is all that a dossier is made of."""
    named = request("Russian Federation", "People's Republic of China", DEFAULT_YEARS)
    assert named == request("RUS", "CHN", DEFAULT_YEARS)


def test_both_directions_stand_in_every_arm(found):
    for balance in found.balances:
        for arm in balance.arms:
            for value in (arm.a_on_b, arm.b_on_a):
                assert value.present or value.basis.startswith("absent:")
            if not (arm.a_on_b.present and arm.b_on_a.present):
                assert not arm.log_ratio.present


def test_swapping_the_states_turns_the_balance_round(found):
    turned = dossier_of("CHN", "RUS")
    ratio = {arm.domain: arm.log_ratio.point for arm in found.balances[0].arms}
    for arm in turned.balances[0].arms:
        mine = ratio[arm.domain]
        if mine is not None and arm.log_ratio.point is not None:
            assert arm.log_ratio.point == pytest.approx(-mine, abs=1e-9)


def test_a_year_without_reporters_lies_between_its_bounds(found):
    for subject in ("RUS", "CHN"):
        for measure in ("trade.export_share", "trade.import_share", "trade.trade_share"):
            [series] = [s for s in found.of(measure, subject) if s.basis == "BACI, reconciled"]
            point = series.at("2023")
            assert point is not None
            assert point.status == "estimated"
            value = point.value
            assert value.low is not None
            assert value.point is not None
            assert value.high is not None
            assert value.low < value.point < value.high


def test_the_upper_bound_is_at_least_what_is_left(found):
    """54.4 % of the Russian imports that anybody reported in 2023 come from China."""
    [series] = [s for s in found.of("trade.import_share", "RUS") if s.basis == "BACI, reconciled"]
    point = series.at("2023")
    assert point is not None
    assert point.value.high is not None
    assert point.value.point is not None
    assert point.value.high >= 0.544
    assert point.value.point < 0.544


def test_five_findings_name_series_and_sources(found):
    assert len(found.findings) == 5
    ids = {series.id for series in found.series}
    for finding in found.findings:
        assert set(finding.series) <= ids
        assert finding.origins
        assert finding.value.present


def test_every_series_has_its_measure_and_its_sources(found):
    measures = {measure.id for measure in found.measures}
    origins = {origin.id for origin in found.origins}
    for series in found.series:
        assert series.measure in measures
        for point in series.points:
            assert set(point.origins) <= origins


def test_ids_of_series_are_unique(found):
    ids = [series.id for series in found.series]
    assert len(ids) == len(set(ids))


def test_figures_of_documents_under_audit_are_left_out(found):
    """A document is never judged by its own figure: 18 % in 2020 comes from one of them."""
    quoted = [s for s in found.of("trade.trade_share", "RUS") if s.basis == "published figures"]
    assert quoted
    assert all(point.period != "2020" for series in quoted for point in series.points)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_any_pair_in_the_data_works(a, b):
    made = dossier_of(a, b)
    assert made.series
    assert made.findings
    assert made.head.probability is not None


def test_a_state_without_reconciled_trade_gets_what_there_is():
    made = dossier("Kosovo", "Serbia")
    assert any(gap.what == "Goods trade" for gap in made.gaps)


def test_years_between_two_matrices_use_published_figures():
    made = dossier("RUS", "CHN", (2021, 2022))
    assert made.balances[0].arms[0].a_on_b.present


def test_what_was_not_yet_published_is_not_known():
    before = dossier("RUS", "CHN", as_of=date(2019, 6, 30))
    later = [
        (series, point)
        for series in before.series
        for point in series.points
        if int(point.period[:4]) > 2019
    ]
    # a projection from what was known may reach beyond the day, if it is marked as one
    assert later
    assert all(point.value.kind == "simulated" for _, point in later)
    assert all(series.basis.endswith(", projected") for series, _ in later)


@pytest.mark.parametrize("years", [(2024, 2010), (1800, 1900), (2030, 2040)])
def test_impossible_years_are_refused(years):
    with pytest.raises(BadYears):
        dossier("RUS", "CHN", years)


def test_an_unknown_state_is_refused_with_its_nearest_names():
    with pytest.raises(UnknownName, match="Russia"):
        dossier("Rusia", "CHN")


def test_a_state_has_no_dossier_with_itself():
    with pytest.raises(InputError, match="same state"):
        dossier("RUS", "Russia")


def test_a_pair_without_data_is_refused():
    # Nauru's own output is known, but nothing that names both
    with pytest.raises(NoData, match="no figure"):
        dossier("Vatican", "Nauru")


def test_no_figure_speaks_of_a_partner_that_it_does_not_concern(found):
    tables = {series.basis for series in found.series}
    assert "published figures" in tables
    frame = pl.DataFrame([{"id": s.id, "unit": s.unit} for s in found.series])
    assert frame["unit"].null_count() == 0


def test_a_small_tilt_of_total_trade_is_called_about_equal():
    made = dossier_of("USA", "CHN")
    assert "about equally" in made.head.sentence
    assert "depends more" not in made.head.sentence


def test_an_earlier_balance_holds_no_later_year(found):
    for balance in found.balances[1:]:
        for arm in balance.arms:
            for period in (arm.period, arm.period_b):
                assert not period or int(period[:4]) <= balance.year
