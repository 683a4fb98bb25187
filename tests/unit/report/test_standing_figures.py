"""Where a tie stands: both directions, classes, comparators, courses and composites as drawn."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.standing import NAMES, comparison, with_standing
from steelyard.dossier.records import Dossier, Passage
from steelyard.report import svg
from steelyard.report.figures.classes import classes_figure
from steelyard.report.figures.composite import composite_figures
from steelyard.report.figures.course import course_figure
from steelyard.report.figures.passages import passage_words, passages_words
from steelyard.report.figures.place import place_figures
from steelyard.report.figures.placing import LETTERS, flags, rows
from steelyard.report.figures.record import Figure
from steelyard.report.figures.sides import known, mark
from steelyard.report.figures.standing import standing_figure
from steelyard.report.page import render
from steelyard.report.standing_words import said_by_direction
from steelyard.vocabulary.estimate import Estimate, absent


@pytest.fixture(scope="module")
def full(dossier: Dossier) -> Dossier:
    return with_standing(dossier)


@pytest.fixture(scope="module")
def drawn(full: Dossier) -> dict[str, Figure]:
    return {figure.id: figure for figure in place_figures(full)}


def test_every_figure_is_well_formed_and_has_words_numbers_and_sources(drawn: dict[str, Figure]):
    assert set(drawn) == {
        "place-strip", "place-classes", "place-course", "place-composite", "place-weights",
        "place-choices",
    }  # fmt: skip
    for figure in drawn.values():
        for drawing in filter(None, (figure.wide, figure.narrow)):
            ElementTree.fromstring(svg.document(drawing.width, drawing.height, drawing.body))
            assert drawing.height > 0
        assert figure.rows
        assert figure.alt
        assert figure.origins == ("invented-trade",)
        assert all(len(row) == len(figure.table.header) for row in figure.table.rows)
        assert len({tuple(row) for row in figure.rows}) == 1  # one set of columns


def test_the_strip_has_both_directions_in_both_classes(full: Dossier, drawn: dict[str, Figure]):
    found = rows(full)
    assert [row.largest for row in found] == [True, False]
    for row in found:
        assert [one.title for _, one in row.own if one] == ["Russia on China", "China on Russia"]
    assert "Russia on China at the 80th percentile (72 to 88)" in drawn["place-strip"].title
    assert "China on Russia at the 4th percentile (0 to 12)" in drawn["place-strip"].title


def test_a_comparator_stands_in_the_direction_that_was_stated(full: Dossier):
    assert [one.title for one in rows(full)[0].beside] == [
        "Mexico on United States", "Finland on Soviet Union",
    ]  # fmt: skip


def test_an_absent_comparator_is_told_and_not_drawn(drawn: dict[str, Figure]):
    figure = drawn["place-strip"]
    assert "Finland on Soviet Union: the union ended." in figure.notes
    assert "Finland" not in figure.wide.body


def test_a_missing_direction_is_said(full: Dossier):
    assert full.comparison is not None
    one = full.comparison.model_copy(
        update={"placed": tuple(p for p in full.comparison.placed if p.title != "China on Russia")}
    )
    figure = standing_figure(full.model_copy(update={"comparison": one}))
    assert figure is not None
    assert "China on Russia: no figure" in figure.alt
    assert "no figure" in figure.wide.body


def test_classes_move_with_the_definition(full: Dossier):
    figure = classes_figure(full)
    assert figure is not None
    assert "Russia on China: “junior partner” by 1 and “vassal-like” by 1 of 2" in figure.title
    assert "“partner” by 1 of 1" in figure.title  # the other direction has one answer only
    assert "junior partner about as likely as not (60 %)" in figure.alt
    assert "no answer" in figure.alt
    assert "into “junior partner” in 2019 (2017 to 2020)" in figure.wide.body.lower()


def test_numbers_of_a_definition_add_up(full: Dossier):
    figure = classes_figure(full)
    assert figure is not None
    sums: dict[tuple, float] = {}
    for row in figure.rows:
        key = row["definition"], row["subject"]
        sums[key] = sums.get(key, 0.0) + float(row["probability"] or 0)
    assert list(sums.values()) == pytest.approx([1.0] * len(sums))


def test_the_course_marks_its_passage_and_bridges_missing_years(full: Dossier):
    figure = course_figure(full)
    assert figure is not None
    assert "into “junior partner” in 2019 (2017 to 2020)" in figure.wide.body
    assert 'stroke-dasharray="1 4"' in figure.wide.body
    assert all(name in figure.wide.body for name in NAMES)
    assert [row["year"] for row in figure.rows if row["passage"]] == ["2019"]


def test_composites_show_weights_meant_and_in_fact(full: Dossier):
    scores, weights, choices = composite_figures(full)
    assert "an opinion about weights" in scores.subtitle
    assert "rank 36 (26 to 46) of 149" in scores.wide.body
    assert "not known" in weights.wide.body
    assert "“GDP, logarithm”" in weights.title
    assert {row["total"] for row in choices.rows} == {1.04, 0.2}  # the data keep what overshoots
    assert ">104<" not in choices.wide.body


def test_nothing_is_drawn_without_a_comparison(dossier: Dossier):
    assert list(place_figures(dossier.model_copy(update={"comparison": None}))) == []


def test_composites_that_were_not_asked_for_are_not_announced(full: Dossier):
    assert full.comparison is not None
    bare = full.comparison.model_copy(update={"composites": ()})
    assert list(composite_figures(full.model_copy(update={"comparison": bare}))) == []


def test_the_answer_is_parted_by_direction(full: Dossier):
    (tone, claim, rest), (other, claim_b, rest_b) = said_by_direction(full)
    assert (tone, other) == ("a", "b")
    assert claim == "Russia on China in 2023: junior partner 60 % and partner 40 %."
    assert rest == "Vassal-like: 2 % by “other”."
    assert claim_b.startswith("China on Russia")
    assert rest_b.startswith("Vassal-like: under 1 %")
    assert full.comparison is not None
    assert " ".join((claim, rest, claim_b, rest_b)) == full.comparison.sentence


def test_an_answer_of_another_form_is_shown_whole(full: Dossier):
    assert full.comparison is not None
    other = full.comparison.model_copy(update={"sentence": "Nothing is known."})
    found = said_by_direction(full.model_copy(update={"comparison": other}))
    assert found == [("ink", "Nothing is known.", "")]


def test_the_page_says_that_classes_are_ranks(full: Dossier):
    page = render(full, list(place_figures(full)))
    assert 'id="standing"' in page
    assert '<a href="#standing">' in page
    assert comparison(full).note in page
    assert "invented reason" in page
    assert page.index('id="standing"') < page.index('id="method"')


@given(st.lists(st.floats(0, 100), max_size=14), st.integers(1, 9))
def test_labels_of_comparators_never_touch(percentiles: list[float], most: int):
    placed = flags([(p, 6 + p * 2.78, "Kyrgyzstan on Russia") for p in percentiles], most)
    for lane in range(most):
        spans = sorted(flag.span for flag in placed if flag.lane == lane)
        assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert all(flag.lane < most for flag in placed)
    assert svg.text_width("Kyrgyzstan on Russia", LETTERS) > 0


def test_the_two_sides_differ_in_shape():
    assert "<circle" in mark(0, 0, "a")
    assert "<polygon" in mark(0, 0, "b")


def test_bounds_are_told_where_there_is_no_number():
    assert known(absent("no figure"), "1") == "not known"
    assert known(Estimate(None, 0.101, 1.0, None, "absent: one supplier"), "1") == "at least 10.1 %"
    assert known(Estimate(None, 0.1, 0.4, None, "absent: one supplier"), "1") == "10 to 40"


@pytest.mark.parametrize(
    ("year", "ends", "always", "said"),
    [
        (2023, (2021, 2023), False, "into “x” in 2023 (2021 to 2023)"),
        (2023, (2023, 2023), False, "into “x” in 2023"),
        (2020, (None, None), False, "into “x” in 2020 (in 40 % of draws)"),
        (None, (None, None), False, "never into “x” for good"),
        (None, (None, None), True, "“x” or above in every year"),
    ],
)
def test_passages_in_words(year, ends, always, said):
    low, high = ends
    passage = Passage(
        name="x", upwards=True, year=year, low=low, high=high, probability=0.4, always=always
    )
    assert passage_words(passage) == said
    if year is None and not always:
        assert passages_words((passage,)) == "No passage for good"


def test_strip_and_classes_tell_the_same_percentile(full: Dossier):
    assert full.comparison is not None
    told = next(o for o in full.comparison.odds if o.definition == "largest-ties")
    fresh = told.model_copy(update={"value": Estimate(80, 61, 88, 0.9, "more draws")})
    changed = full.comparison.model_copy(update={"odds": (fresh, *full.comparison.odds[1:])})
    row, pairs = rows(full.model_copy(update={"comparison": changed}))
    rank = row.rank(row.own[0][1])
    assert rank is not None
    assert (rank.low, rank.high) == (61, 88)
    among_pairs = pairs.rank(pairs.own[0][1])
    assert among_pairs is not None
    assert among_pairs.point == 99.5
