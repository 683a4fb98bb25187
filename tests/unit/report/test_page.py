"""The page stands alone, every mark leads to its number, and nothing in it can run."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from steelyard.dossier.records import Dossier
from steelyard.report.figures.series import series_figures
from steelyard.report.page import render
from steelyard.report.steelyard import steelyard_figure


class Elements(HTMLParser):
    """All start tags of a page, with their attributes."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]


@pytest.fixture(scope="module")
def page(html: str) -> Elements:
    return Elements(html)


def test_the_page_loads_nothing(page: Elements):
    assert not page.values("src")
    links = [link for link in page.of("link") if link["href"] != "data:,"]
    assert not links
    policy = next(m["content"] for m in page.of("meta") if "http-equiv" in m)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_style_asks_for_nothing(html: str):
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_is_small(written: Path):
    assert written.stat().st_size < 3_000_000


def test_identifiers_are_unique(page: Elements):
    ids = page.values("id")
    assert len(ids) == len(set(ids))


def test_every_inner_link_leads_somewhere(page: Elements):
    ids = set(page.values("id"))
    inner = {link["href"][1:] for link in page.of("a") if link["href"].startswith("#")}
    assert inner <= ids


def test_every_reference_in_a_drawing_resolves(html: str, page: Elements):
    ids = set(page.values("id"))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= ids
    for labels in page.values("aria-labelledby"):
        assert set(labels.split()) <= ids


def test_every_file_that_the_page_names_lies_beside_it(written: Path, page: Elements):
    outer = [link["href"] for link in page.of("a") if not link["href"].startswith(("#", "http"))]
    assert len(outer) > 50
    assert all((written.parent / href).is_file() for href in outer)


def test_every_figure_has_source_licence_and_a_text_for_those_who_do_not_see_it(html: str):
    figures = html.split("<figure ")[1:]
    assert len(figures) >= 15
    for figure in figures:
        assert "Source: Invented Statistics" in figure
        assert "Licence: CC0" in figure
        assert re.search(r"<desc [^>]*>[^<]{40,}</desc>", figure)
        assert "The numbers as a table" in figure


def test_every_finding_leads_to_a_figure_and_its_data(html: str, dossier: Dossier):
    part = html[html.index('id="findings"') : html.index('id="history"')]
    assert part.count("See the figure") == len(dossier.findings)
    assert part.count("Get the data") == len(dossier.findings)
    for finding in dossier.findings:
        assert finding.sentence.split(" %")[0].replace("'", "&#39;") in part


def test_the_answer_comes_first_with_its_probability(html: str, dossier: Dossier):
    claim = re.search(r'<h1 id="answer-h">([^<]+)</h1>', html)
    assert claim
    assert claim[1] == dossier.head.sentence
    assert "10 (8 to 13)" in html
    assert "very likely (over\u00a099\u00a0%)" in html or "very likely (over 99 %)" in html


def test_what_is_missing_is_said(html: str):
    assert "no publisher counts credit lines by creditor" in html
    assert "Russia stopped publishing partner detail in 2022." in html


def test_both_figures_of_a_disagreement_are_shown(html: str):
    part = html[html.index("Where sources disagree") :]
    assert "72.7" in part
    assert "67.6" in part


def test_a_section_without_data_is_not_announced(dossier: Dossier):
    bare = dossier.model_copy(
        update={
            "findings": (), "series": (), "composition": (), "map": (), "crossings": (),
            "gaps": (), "disagreements": (), "measures": (), "balances": (), "events": (),
        }
    )  # fmt: skip
    text = render(bare, [])
    for absent in ("findings", "history", "third", "unknown", "balance"):
        assert f'id="{absent}"' not in text
    assert 'id="sources"' in text


def test_names_cannot_carry_markup_into_the_page(dossier: Dossier):
    evil = "<script>alert(1)</script>\"'&"
    state = dossier.a.model_copy(update={"name": evil, "adjective": evil})
    event = dossier.events[3].model_copy(update={"text": evil})
    series = dossier.series[0].model_copy(update={"title": evil, "basis": evil, "definition": evil})
    spoiled = dossier.model_copy(
        update={
            "a": state, "series": (series,), "events": (event,), "composition": (), "map": (),
            "head": dossier.head.model_copy(update={"sentence": evil}),
        }
    )  # fmt: skip
    balance = steelyard_figure(spoiled)
    assert balance
    text = render(spoiled, [balance, *series_figures(spoiled)])
    assert text.count("<script>") == 1  # our own
    assert "alert(1)" in text
    assert "<script>alert" not in text
    assert 'data-say="' in text


def test_an_address_that_is_not_of_the_web_is_no_link(dossier: Dossier):
    from dataclasses import replace

    origin = replace(dossier.origins[0], url="javascript:alert(1)")
    text = render(dossier.model_copy(update={"origins": (origin,)}), [])
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text
