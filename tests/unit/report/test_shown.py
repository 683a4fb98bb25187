"""Few figures are drawn, chosen by data; every series stands in a table with its numbers."""

import csv
import re
from pathlib import Path

import polars as pl
import pytest

from steelyard.dossier.records import Dossier, Point, Series
from steelyard.measures.catalogue import INDICATORS
from steelyard.report.figures.plan import MOST_LINES, MOST_OF_UNNAMED, Plan, plans
from steelyard.report.figures.series import series_figures
from steelyard.report.register import anchors, register
from steelyard.report.shown import Choice, choices
from steelyard.report.sparkline import sparkline
from steelyard.vocabulary.estimate import Estimate, absent, exact

COURSE = (0.1, 0.2, 0.3, 0.4, 0.5)


def made(
    measure: str,
    subject: str = "RUS",
    partner: str | None = "CHN",
    *,
    part: str = "",
    unit: str = "1",
    basis: str = "one",
    values: tuple[float, ...] = COURSE,
    title: str = "",
) -> Series:
    """A series with these yearly values from 2000 on."""
    points = tuple(
        Point(period=str(year), x=year, value=Estimate(v, v - 0.01, v + 0.01, 0.9, "drawn"),
              status="observed", origins=("invented-other",))
        for year, v in enumerate(values, start=2000)
    )  # fmt: skip
    return Series(
        id=f"{measure}.{subject}.{partner}.{part}.{basis}", measure=measure,
        title=title or f"Title of {subject} {measure} {part}", definition="Made up.",
        domain=measure.partition(".")[0], unit=unit, subject=subject, partner=partner, part=part,
        basis=basis, points=points,
    )  # fmt: skip


def with_series(dossier: Dossier, *series: Series) -> Dossier:
    return dossier.model_copy(update={"series": series, "balances": ()})


def planned(dossier: Dossier, *series: Series) -> dict[str, Plan]:
    return {plan.id: plan for plan in plans(with_series(dossier, *series))}


def test_every_row_names_a_measure_of_the_catalogue():
    known = {indicator.id for indicator in INDICATORS}
    assert {choice.measure for choice in choices()} <= known


def test_a_figure_has_one_role_and_a_domain_at_most_one_lead():
    roles: dict[str, set[str]] = {}
    for choice in choices():
        roles.setdefault(choice.figure, set()).add(choice.role)
    assert all(len(found) == 1 for found in roles.values())
    leads = {choice.figure.partition(".")[0]: choice.figure for choice in choices()
             if choice.role == "lead"}  # fmt: skip
    assert len(leads) == len({c.figure for c in choices() if c.role == "lead"})


def test_the_file_draws_few_figures_of_any_domain():
    drawn = {choice.figure for choice in choices() if choice.role != "table"}
    domains = [figure.partition(".")[0] for figure in drawn]
    assert max(map(domains.count, domains)) <= 8


def test_raw_agreement_and_agreement_beyond_chance_share_a_figure(dossier: Dossier):
    raw = made("votes.agreement", title="Votes")
    kappa = made("votes.kappa", unit="index", values=(-0.1, 0.1, 0.3, 0.5, 0.7), title="Votes")
    found = [f for f in series_figures(with_series(dossier, raw, kappa)) if f.domain == "votes"]
    assert len(found) == 1
    title = found[0].title
    pair = f"{dossier.a.name} and {dossier.b.name}: "  # the lines do not name the two states
    assert title.startswith(f"{pair}agreement rose from 0.10 in 2000 to 0.50 (0.49 to 0.51)")
    assert "agreement beyond chance rose from" in title
    assert found[0].rows[0]["unit"] == "1"


def test_a_title_tells_the_pair_before_others_that_lie_higher(dossier: Dossier):
    pair = (dossier.a, dossier.b)
    own = [made("votes.position", state.iso3, None) for state in pair]
    high = [made("votes.position", code, None, values=(5.0, 6.0)) for code in ("USA", "FRA")]
    (figure,) = series_figures(with_series(dossier, *high, *own))
    assert all(state.name in figure.title for state in pair)
    assert "France" not in figure.title


def test_bases_that_a_row_leaves_out_stay_out_of_the_figure_and_in_the_table(dossier: Dossier):
    year = made("energy.flow", part="crude", unit="Mt")
    month = made("energy.flow", part="crude", unit="Mt", basis="Chinese figures, by month")
    whole = with_series(dossier, year, month)
    (figure,) = series_figures(whole)
    assert figure.series == (year.id,)
    assert [row.figure for row in register(whole, [figure])["energy"]] == [figure.id, ""]


def test_units_that_differ_never_share_an_axis(dossier: Dossier):
    tonnes = made("energy.fill", part="one", unit="1")
    metres = made("energy.fill", part="two", unit="bcm")
    plan = planned(dossier, tonnes, metres)["energy.fill"]
    assert {series.unit for series in plan.members} == {"1"}


def test_a_small_figure_holds_few_lines_and_says_how_many_it_leaves_out(dossier: Dossier):
    parts = [made("energy.fill", part=f"line {n}", values=COURSE[: 2 + n % 4]) for n in range(9)]
    (figure,) = series_figures(with_series(dossier, *parts))
    assert len(figure.series) == MOST_LINES
    assert any("5 more lines" in note for note in figure.notes)


def test_one_point_alone_is_no_figure(dossier: Dossier):
    assert not planned(dossier, made("energy.fill", values=(0.5,)))


def test_a_figure_that_repeats_another_is_not_drawn(dossier: Dossier):
    found = planned(dossier, made("votes.agreement"), made("votes.kappa", unit="index"))
    assert list(found) == ["votes.agreement"]


def test_a_domain_that_the_file_does_not_know_shows_its_fullest_measures(dossier: Dossier):
    both = [made("novel.both", subject=s, partner=p) for s, p in (("RUS", "CHN"), ("CHN", "RUS"))]
    one = [made(f"novel.m{n}", values=COURSE + COURSE) for n in range(9)]
    found = list(planned(dossier, *one, *both).values())
    assert len(found) == MOST_OF_UNNAMED
    assert found[0].id == "novel.both"
    assert found[0].leads


@pytest.mark.parametrize(
    ("who", "subject", "partner", "taken"),
    [
        ("pair", "RUS", "CHN", True),
        ("pair", "RUS", None, True),
        ("pair", "RUS", "USA", False),
        ("group", "CAS", "CHN", True),
        ("group", "KAZ", "CHN", False),
        ("", "KAZ", "CHN", True),
    ],
)
def test_who_a_row_speaks_of(who, subject, partner, taken):
    choice = Choice("f", "small", "trade.flow", "", "", who, "")
    assert choice.takes(made("trade.flow", subject, partner), {"RUS", "CHN"}) is taken


def test_log_ratios_are_told_as_so_many_times(dossier: Dossier):
    tilt = made("trade.log_ratio", unit="log ratio", values=(0.0, 0.5, 1.0, 1.5, 2.0),
                title="Log ratio of shares")  # fmt: skip
    (figure,) = series_figures(with_series(dossier, tilt))
    assert figure.title.startswith("Ratio of shares rose from 1.0 times in 2000 to 7.4 times")
    assert "8×" in figure.wide.body


def test_intervals_of_shares_that_are_all_zero_are_drawn(dossier: Dossier):
    none = made("votes.veto_support")
    points = tuple(p.model_copy(update={"value": Estimate(0.0, 0.0, 0.3, 0.9, "drawn")})
                   for p in none.points)  # fmt: skip
    (figure,) = series_figures(with_series(dossier, none.model_copy(update={"points": points})))
    assert "20 %" in figure.wide.body


def test_every_series_has_a_row_and_every_row_its_anchor(html: str, dossier: Dossier):
    rows = re.findall(r'<tr id="(s\d+)">', html)
    assert sorted(rows) == sorted(anchors(dossier).values())
    assert len(rows) == len(dossier.series)


def test_all_numbers_lie_in_one_file(written: Path, dossier: Dossier):
    expected = sum(len(series.points) for series in dossier.series)
    table = pl.read_parquet(written.parent / "data" / "series.parquet")
    with (written.parent / "data" / "series.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == expected == table.height
    assert set(table["series"]) == {series.id for series in dossier.series if series.points}


def test_an_absent_series_says_why_in_the_table(dossier: Dossier):
    series = made("energy.fill")
    gone = tuple(
        p.model_copy(update={"value": absent("nobody counts it"), "status": "absent"})
        for p in series.points
    )
    whole = with_series(dossier, series.model_copy(update={"points": gone}))
    (row,) = register(whole, [])["energy"]
    assert row.value == "nobody counts it"
    assert row.count == 0
    assert row.spark == ""


def test_a_sparkline_shades_its_interval_and_keeps_its_newest_point():
    points = made("energy.fill", values=tuple(n / 100 for n in range(90))).points
    drawn = sparkline(points, (2000, 2090), "a")
    assert "<polygon" in drawn
    assert drawn.count(" ") < 400
    bare = tuple(p.model_copy(update={"value": exact(0.5, "none")}) for p in points)
    assert "<polygon" not in sparkline(bare, (2000, 2090), "a")
