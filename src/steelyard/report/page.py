"""The page: a dossier and its figures laid into the templates, as one self-contained text."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from steelyard.dossier.records import Dossier, Finding
from steelyard.report import causal_words, svg, words
from steelyard.report.change import change_part
from steelyard.report.claims import claims_part
from steelyard.report.figures.cuts import published_table, sector_table, third_table
from steelyard.report.figures.pressure.threats import demand_table
from steelyard.report.figures.record import Drawing, Figure
from steelyard.report.figures.sides import CHANGE, PLACE
from steelyard.report.forecasts import now_table, score_tables
from steelyard.report.fuels import fuel_parts
from steelyard.report.glossary import GLOSSARY
from steelyard.report.register import Row, anchors, register
from steelyard.report.sources import Sources
from steelyard.report.standing_words import said_by_direction
from steelyard.report.strips import strip
from steelyard.report.theme import as_variables, style_variables

# sections of their own
ELSEWHERE = (
    "claims",
    "partners",
    "third",
    "triangle",
    "products",
    "cuts",
    "fuels",
    "forecasts",
    "pressure",
    "causal",
    CHANGE,
    PLACE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """The figures and the series of one domain under one heading."""

    id: str
    title: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]


def render(dossier: Dossier, figures: Sequence[Figure]) -> str:
    """The whole page as HTML."""
    style, script = _style(), _resource("page.js")
    script += "" if dossier.audit is None else _resource("claims.js")
    page = _environment().get_template("page.html.j2")
    rows = anchors(dossier)
    return page.render(
        d=dossier,
        by_id={figure.id: figure for figure in figures},
        parts=_parts(dossier, figures),
        partners=[figure for figure in figures if figure.domain == "partners"],
        third=[figure for figure in figures if figure.domain == "third"],
        said_by_direction=said_by_direction(dossier),
        change=change_part(dossier, figures),
        cut_sectors=sector_table(dossier),
        cut_third=third_table(dossier),
        cut_published=published_table(dossier),
        claims=claims_part(dossier, rows),
        no_claims=words.no_claims(dossier),
        fuels=fuel_parts(dossier, figures),
        forecasts_now=now_table(dossier),
        forecasts_scored=score_tables(dossier),
        demand_table=demand_table(dossier),
        causal_words=causal_words,
        causal_tables=causal_words.expected_tables(dossier),
        figures=figures,
        sources=Sources(dossier),
        finding_figure=lambda finding: finding_figure(finding, figures),
        finding_row=lambda finding: finding_row(finding, rows),
        words=words,
        glossary=GLOSSARY,
        draw=draw,
        strip=strip,
        bibtex=bibtex(dossier),
        citation=citation(dossier),
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
    )


def draw(figure: Figure) -> Markup:
    """The figure's drawings for the page: one for desks, one for phones, or one for both."""
    if figure.narrow is None:
        return Markup(_inline(figure, figure.wide, "both"))
    return Markup(_inline(figure, figure.wide, "desk") + _inline(figure, figure.narrow, "phone"))


def _inline(figure: Figure, drawing: Drawing, class_: str) -> str:
    id_ = f"{figure.id}-{class_}"
    body = _unique(as_variables(drawing.body), id_)
    answers = "" if class_ == "phone" else _hovers(drawing)  # nothing hovers over a phone
    return svg.inline(
        drawing.width,
        drawing.height,
        body + answers,
        id_=id_,
        title=figure.title,
        desc=figure.alt,
        class_=class_,
    )


def _hovers(drawing: Drawing) -> str:
    """Invisible marks that tell the script what to say where."""
    marks = "".join(
        Markup('<circle cx="{}" cy="{}" data-say="{}"/>').format(
            svg.num(hover.x), svg.num(hover.y), hover.text
        )
        for hover in drawing.hovers
    )
    return f'<g class="says">{marks}</g>' if marks else ""


def _unique(body: str, prefix: str) -> str:
    """Identifiers inside a drawing, made unique within the page."""
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)


def _parts(dossier: Dossier, figures: Sequence[Figure]) -> list[Part]:
    """Figures and series by domain; a domain without a figure still has its table."""
    grouped: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.domain and figure.domain not in ELSEWHERE:
            grouped.setdefault(figure.domain, []).append(figure)
    rows = register(dossier, figures)
    domains = sorted(dict.fromkeys((*grouped, *rows)), key=words.domain_order)
    return [
        Part(
            words.slug(domain),
            words.domain_title(domain),
            tuple(grouped.get(domain, ())),
            rows.get(domain, ()),
        )
        for domain in domains
    ]


def finding_figure(finding: Finding, figures: Sequence[Figure]) -> Figure | None:
    """The figure behind a finding: by its name, else by its first series that is drawn."""
    by_id = {figure.id: figure for figure in figures}
    wanted = by_id.get(words.slug(finding.figure))
    if wanted:
        return wanted
    for figure in figures:
        if figure.id != "steelyard" and set(finding.series) & set(figure.series):
            return figure
    return None if finding.series else by_id.get("steelyard")


def finding_row(finding: Finding, rows: Mapping[str, str]) -> str:
    """The row of a finding's first series in the tables of all series, or nothing."""
    return next((rows[id_] for id_ in finding.series if id_ in rows), "")


def citation(dossier: Dossier) -> str:
    """How to cite the report, as text."""
    return (
        f"Steelyard {dossier.steelyard_version} ({dossier.as_of.year}). "
        f"{words.spoken(dossier.a, first=True)} and {words.spoken(dossier.b)}: "
        f"who depends on whom, {dossier.years[0]} to {dossier.years[1]}. "
        f"Data as of {words.day(dossier.as_of)}."
    )


def bibtex(dossier: Dossier) -> str:
    """How to cite the report, as BibTeX."""
    a, b = (re.sub(r"[{}\\]", "", state.name) for state in (dossier.a, dossier.b))
    key = words.slug(f"steelyard-{dossier.a.iso3}-{dossier.b.iso3}-{dossier.as_of.year}")
    return (
        f"@misc{{{key},\n"
        f"  author = {{{{Steelyard {dossier.steelyard_version}}}}},\n"
        f"  title  = {{{a} and {b}: who depends on whom, "
        f"{dossier.years[0]} to {dossier.years[1]}}},\n"
        f"  year   = {{{dossier.as_of.year}}},\n"
        f"  note   = {{Data as of {dossier.as_of.isoformat()}, seed {dossier.seed}}}\n"
        f"}}"
    )


def _style() -> str:
    sheet = _resource("style.css")
    return sheet.replace("/*light*/", style_variables("light")).replace(
        "/*dark*/", style_variables("dark")
    )


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this page's own style and script and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _resource(name: str) -> str:
    return (files("steelyard.report") / "templates" / name).read_text(encoding="utf-8")


def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("steelyard.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
