"""The pair as a system on the page: every part, its numbers, and the words for other pairs."""

from functools import cache

import pytest

from fixtures.dossier import invented_dossier
from steelyard.dossier.causal.make import causal, document_origins
from steelyard.dossier.records import Dossier
from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
from steelyard.reference.dataset import load
from steelyard.report.figures.causal import causal_figures
from steelyard.report.page import render

PARTS = ("loops", "taught", "dominance", "fans", "effects", "classes", "expected", "levers",
         "parts")  # fmt: skip


@cache
def told(a: str = "RUS", b: str = "CHN") -> Dossier:
    """The invented dossier with the true system in it."""
    data = load(DEFAULT_AS_OF)
    found = causal(request(a, b, DEFAULT_YEARS, DEFAULT_AS_OF, 0), data)
    known = {**document_origins(), **data.origins}
    origins = tuple(known[name] for name in found.used() if name in known)
    bare = invented_dossier()
    return bare.model_copy(update={"causal": found, "origins": (*bare.origins, *origins)})


@cache
def page(a: str = "RUS", b: str = "CHN") -> str:
    dossier = told(a, b)
    return render(dossier, list(causal_figures(dossier)))


@pytest.mark.parametrize("name", PARTS)
def test_the_page_holds_each_part(name: str):
    assert f'<figure id="causal-{name}"' in page()


def test_every_figure_says_what_it_shows_and_where_it_comes_from():
    for figure in causal_figures(told()):
        assert figure.alt
        assert figure.origins
        assert figure.rows
        assert figure.table.rows
        assert figure.narrow is not None
        assert figure.narrow.width < figure.wide.width


def test_the_paragraph_says_how_many_links_data_taught():
    kind = next(each for each in told().causal.taught if each.kind == "links")
    assert f"taught it something of {kind.taught} of the {kind.numbers} links" in page()


def test_rows_of_each_document_stand_in_a_table_of_its_own():
    rows = {each.row for each in told().causal.scenarios if each.row}
    assert all(f">{row}: " in page() for row in rows)


def test_classes_are_named_as_thresholds_fixed_before():
    assert "before any run: names describe a rank" in page()


def test_the_section_stays_light():
    section = page().partition('<section id="causal"')[2].partition("</section>")[0]
    assert len(section) < 640_000


def test_another_pair_has_a_sentence_and_no_figure():
    assert not list(causal_figures(told("KAZ", "CHN")))
    assert "no other pair has one" in page("KAZ", "CHN")
