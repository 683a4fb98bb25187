"""What changed and why: the drawings and sentences of an invented explanation."""

import re
from dataclasses import replace

import pytest

from steelyard.dossier.explanation.expected import NO_TURN
from steelyard.dossier.records import (
    Break,
    BreakTest,
    Change,
    Contribution,
    Counterfactual,
    Disagreement,
    Dossier,
    Event,
    Explanation,
)
from steelyard.report.change import (
    break_sentences,
    change_figures,
    change_part,
    expected_sentences,
)
from steelyard.report.figures.expected import expected_figures
from steelyard.report.figures.waterfall import shown_parts, sum_said, waterfall_figure
from steelyard.report.page import render
from steelyard.vocabulary.estimate import Estimate, exact

LEVELS = {"start": 0.0798, "partner": 0.1402, "others": 0.0942}
YEARS = tuple(range(2001, 2021))


def part(name: str, amount: float, parts: tuple[Contribution, ...] = ()) -> Contribution:
    """One part with an invented interval."""
    value = Estimate(amount, amount - 0.01, amount + 0.01, 0.9, "invented draws")
    return Contribution(name=name, title=f"part {name}", amount=amount, value=value, parts=parts)


def change(subject: str, partner: str, measure: str = "trade.export_share") -> Change:
    """A share that rises by its own part and by what others gave."""
    amounts = (0.05, 0.03, -0.01, 0.02, 0.0042, 0.0)
    names = ("DEU", "NLD", "IND", "ITA", "left", "came")
    others = part("others", LEVELS["others"], tuple(map(part, names, amounts)))
    end = sum(LEVELS.values())
    return Change(
        id=f"{measure}.{subject}.{partner}",
        title=f"{partner}’s share of {subject}",
        sentence=f"{partner}’s share of {subject} rose.",
        measure=measure,
        subject=subject,
        partner=partner,
        unit="1",
        start_period="2010",
        end_period="2020",
        start=Estimate(LEVELS["start"], 0.07, 0.09, 0.9, "invented bounds"),
        end=exact(end, "one invented figure"),
        change=Estimate(end - LEVELS["start"], 0.2, 0.3, 0.9, "invented draws"),
        method="an invented split",
        contributions=(part("partner", LEVELS["partner"]), others),
        residual=0.0,
        limits="Invented.",
        origins=(),
    )


def asked_series(series: str, p_value: float | None, breaks: int) -> BreakTest:
    """A series that was asked."""
    values = tuple(0.01 * (k + 1) for k in range(len(YEARS)))
    return BreakTest(
        title=f"Series {series}",
        sentence="",
        measure="trade.export_share",
        subject="RUS",
        partner="CHN",
        series=series,
        unit="1",
        in_logs=False,
        years=YEARS,
        observed=values,
        fitted=values,
        p_value=p_value,
        autocorrelation=0.4,
        breaks=breaks,
    )


def broken(series: str) -> Break:
    """A bend with one event inside its interval."""
    event = Event(date="2009-05", x=2009.4, text="An invented treaty", domain="trade", source="")
    return Break(
        title=f"Series {series}",
        sentence=f"Series {series} bent, first seen in 2010 (2008 to 2012; p = 0.020).",
        measure="trade.export_share",
        subject="RUS",
        partner="CHN",
        series=series,
        unit="1",
        kind="bend",
        in_logs=False,
        year=2009,
        low=2007,
        high=2011,
        level=0.9,
        before=0.01,
        after=0.02,
        p_value=0.02,
        method="an invented test",
        events=(event,),
    )


def control(
    subject: str, partner: str, p_value: float | None, method: str = "synthetic"
) -> Counterfactual:
    """A share or a flow beside what was expected from 2014 on."""
    expected = tuple(
        exact(0.1, "fitted to these years", "estimated")
        if year < 2014
        else Estimate(0.12, -0.05, 0.2, 0.9, "gaps of placebos", "estimated")
        for year in YEARS
    )
    gravity = method == "gravity"
    return Counterfactual(
        id=f"{method}.{subject}.{partner}" if gravity else f"{method}.export.{subject}.2014",
        title=f"{partner}’s share of {subject} exports",
        sentence=f"{subject} was above 1 what was expected, and below before; p = {p_value}.",
        method="invented",
        measure="trade.flow" if gravity else "trade.export_share",
        subject=subject,
        partner=partner,
        unit="USD m" if gravity else "1",
        event_year=2014,
        event="invented measures",
        years=YEARS,
        observed=tuple(0.1 + 0.002 * k for k in range(len(YEARS))),
        expected=expected,
        effect=Estimate(0.05, 0.01, 0.09, 0.9, "placebos"),
        p_value=p_value,
        placebos=25,
        donors=(("JPN", 0.7), ("KOR", 0.297), ("CHL", 0.003)),
        error_before=0.004,
        time_placebos=((2008, -0.02),),
        left_out=(("KAZ", "borders one of the two"),),
        limits="Invented limits.",
        origins=(),
    )


@pytest.fixture
def why() -> Explanation:
    """Both directions of everything."""
    figures = (("Chinese basis", 40.0, "x"), ("Russian basis", 32.0, "y"))
    return Explanation(
        start=2010,
        end=2020,
        sentences=(),
        changes=(change("RUS", "CHN"), change("CHN", "RUS")),
        breaks=(broken("one"),),
        tests=(
            asked_series("one", 0.02, 1),
            asked_series("two", 0.4, 0),
            asked_series("three", None, 0),
        ),
        counterfactuals=(control("RUS", "CHN", 0.04), control("CHN", "RUS", 0.6)),
        discrepancies=(
            Disagreement(
                title="Russian exports to China",
                period="2015",
                unit="USD bn",
                figures=figures,
                spread=1.25,
                comment="Invented.",
            ),
        ),
        limits=("A limit of all of it.",),
    )


@pytest.fixture
def told(small: Dossier, why: Explanation) -> Dossier:
    """A small dossier with that explanation."""
    return small.model_copy(update={"explanation": why})


def test_the_sum_is_said_in_digits_that_add_up() -> None:
    said = sum_said(change("RUS", "CHN"))
    numbers = [float(text) for text in re.findall(r"\d+\.\d+", said)]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=1e-9)
    assert said.startswith("8.0 + 14.0 + 9.4 = 31.4")


def test_a_sum_that_rounding_would_break_gets_more_digits() -> None:
    one = change("RUS", "CHN")
    parts = (part("partner", 0.01044), part("others", 0.01044))
    end = exact(0.01044 * 3, "invented")
    uneven = one.model_copy(
        update={"start": exact(0.01044, "invented"), "contributions": parts, "end": end}
    )
    said = sum_said(uneven)
    numbers = [float(text) for text in re.findall(r"\d+\.\d+", said)]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=1e-9)
    assert said != "1.0 + 1.0 + 1.0 = 3.1 %"


def test_parts_that_are_put_together_keep_the_sum() -> None:
    parts = change("RUS", "CHN").contributions[1].parts
    shown = shown_parts(parts, 2, rising=True)
    assert sum(one.amount for one in shown) == pytest.approx(sum(one.amount for one in parts))
    assert [one.name for one in shown] == ["DEU", "NLD", "rest"]
    assert shown[-1].value.low is None


def test_bars_of_a_waterfall_follow_each_other(told: Dossier) -> None:
    figure = waterfall_figure(told, change("RUS", "CHN"), large=True)
    bars = [
        (float(x), float(x) + float(width))
        for x, width in re.findall(
            r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', figure.wide.body
        )
    ]
    first, own, *others, last = bars
    assert own[0] == pytest.approx(first[1], abs=0.2)
    assert others[0][0] == pytest.approx(own[1], abs=0.2)
    assert last[0] == pytest.approx(first[0])
    assert last[1] == pytest.approx(others[-1][1], abs=0.2)
    assert "31.4" in " ".join(figure.notes)
    assert "invented draws" in " ".join(figure.notes)


def test_a_waterfall_of_a_ratio_multiplies(told: Dossier) -> None:
    one = change("RUS", "CHN").model_copy(update={"unit": "log", "measure": "trade.log_ratio"})
    figure = waterfall_figure(told, one, large=False)
    assert "logarithmic" in figure.subtitle
    assert "times" in figure.alt
    assert "%" not in figure.title


def test_every_figure_has_numbers_and_says_its_interval(told: Dossier) -> None:
    figures = list(change_figures(told))
    assert {figure.id for figure in figures} >= {
        "change-trade-export-share-rus-chn",
        "change-trade-export-share-chn-rus",
        "break-one",
        "break-tests",
        "expected-2014",
        "change-mirrors",
    }
    for figure in figures:
        assert figure.rows, figure.id
        assert figure.alt.startswith(("Waterfall", "Line", "Dot", "Small", "Paired", "Two"))
        assert "interval" in " ".join(figure.notes), figure.id


def test_a_break_lists_events_and_claims_no_cause(told: Dossier) -> None:
    figure = next(one for one in change_figures(told) if one.id == "break-one")
    assert [event.text for event in figure.events] == ["An invented treaty"]
    assert "none is claimed as a cause" in " ".join(figure.notes)
    assert "2008 to 2012" in figure.subtitle
    assert "not as causes" in figure.alt


def test_sentences_on_breaks_give_count_and_false_alarms(why: Explanation) -> None:
    said = " ".join(break_sentences(why))
    assert "2 series were asked" in said
    assert "10 %" in said
    assert "1 more is too short" in said
    none = why.model_copy(update={"tests": (asked_series("two", 0.4, 0),), "breaks": ()})
    assert "In none can a break be told from drift" in " ".join(break_sentences(none))
    short = why.model_copy(update={"tests": (asked_series("three", None, 0),), "breaks": ()})
    assert list(break_sentences(short)) == ["No series is long enough to tell a break from drift."]


def test_the_title_says_where_nothing_is_unusual(told: Dossier, why: Explanation) -> None:
    calm = why.model_copy(
        update={"counterfactuals": (control("RUS", "CHN", 0.5), control("CHN", "RUS", 0.6))}
    )
    figure = next(expected_figures(told, calm))
    assert "nothing unusual" in figure.title
    assert any("no synthetic control is unusual" in text for text in expected_sentences(calm))
    unusual = next(expected_figures(told, why))
    assert "1 of 2 shares moved more than placebos do" in unusual.title


def test_unranked_controls_are_not_called_usual(told: Dossier, why: Explanation) -> None:
    unranked = why.model_copy(update={"counterfactuals": (control("RUS", "CHN", None),)})
    assert "no placebo fits" in next(expected_figures(told, unranked)).title
    assert not any("similar states did" in text for text in expected_sentences(unranked))


def test_donors_and_their_weights_stand_in_the_table(told: Dossier, why: Explanation) -> None:
    figure = next(expected_figures(told, why))
    assert "Japan 70 %, South Korea 30 %" in figure.table.rows[0]
    assert "CHL 0.0030" in str(figure.rows[0]["donors"])
    assert "drawn at zero" in " ".join(figure.notes)


def test_no_event_is_drawn_where_there_is_none(told: Dossier, why: Explanation) -> None:
    one = control("RUS", "CHN", 0.2, "gravity")
    with_event = why.model_copy(update={"counterfactuals": (one,)})
    without = why.model_copy(
        update={"counterfactuals": (one.model_copy(update={"event": NO_TURN}),)}
    )
    lines = [
        next(expected_figures(told, which)).wide.body.count('stroke-dasharray="3 2"')
        for which in (with_event, without)
    ]
    assert lines == [1, 0]
    assert "No turning year" in " ".join(next(expected_figures(told, without)).notes)


def test_both_declarations_are_drawn_and_their_gap_is_said(told: Dossier) -> None:
    figure = next(one for one in change_figures(told) if one.id == "change-mirrors")
    assert "25 %" in figure.title
    assert {row["declared_by"] for row in figure.rows} == {"Chinese basis", "Russian basis"}


def test_the_part_stands_before_the_domains_and_leaves_with_its_subject(
    small: Dossier, told: Dossier
) -> None:
    page = render(told, list(change_figures(told)))
    assert page.index('id="part-change"') < page.index('id="part-trade"')
    assert "A limit of all of it." in page
    assert change_part(small, []) is None
    assert not list(change_figures(small))
    assert 'id="part-change"' not in render(small, [])


def test_an_explanation_without_anything_says_so(small: Dossier, why: Explanation) -> None:
    empty = Explanation(
        start=2010,
        end=2020,
        sentences=(),
        changes=(),
        breaks=(),
        tests=(),
        counterfactuals=(),
        discrepancies=(),
        limits=("No trade between the two is known in two different years of the span.",),
    )
    bare = small.model_copy(update={"explanation": empty})
    assert not list(change_figures(bare))
    page = render(bare, [])
    assert "No trade between the two is known" in page
    assert "No expectation can be set" in page


def test_an_absent_level_keeps_its_reason(told: Dossier) -> None:
    one = change("RUS", "CHN")
    gone = replace(one.start, point=None, basis="absent: nobody reported")
    figure = waterfall_figure(told, one.model_copy(update={"start": gone}), large=True)
    assert "nobody reported" in figure.alt
    assert "add up" not in " ".join(figure.notes)
