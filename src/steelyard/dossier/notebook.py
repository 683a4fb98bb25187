"""A dossier as a notebook shows it: the answer, the balance, the findings."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from steelyard.dossier.words import factor_text
from steelyard.vocabulary.domains import domain

if TYPE_CHECKING:
    from steelyard.dossier.records import Arm, Dossier


def as_html(found: Dossier) -> str:
    """A short page without style of its own; every name and number is escaped."""
    heads = ("Domain", f"{found.a.name} on {found.b.name}", f"{found.b.name} on {found.a.name}",
             "Times", "Year")  # fmt: skip
    rows = [arm_row(arm) for arm in (found.balances[0].arms if found.balances else ())]
    told = "".join(f"<li>{escape(item.sentence)}</li>" for item in found.findings)
    return (
        f"<p><strong>{escape(found.head.sentence)}</strong></p>"
        f"<table><thead><tr>{_cells('th', heads)}</tr></thead>"
        f"<tbody>{_rows(rows)}</tbody></table>"
        f"<ul>{told}</ul>"
        f"<p>{len(found.series)} series, {len(found.gaps)} gaps, {len(found.origins)} sources; "
        f"data as of {found.as_of}.</p>"
    )


def arm_row(arm: Arm) -> tuple[str, ...]:
    """One domain, both directions."""
    return (
        domain(arm.domain).title,
        arm.a_on_b.text(percent=True),
        arm.b_on_a.text(percent=True),
        factor_text(arm.log_ratio),
        arm.period or arm.period_b,
    )


def _cells(tag: str, texts: tuple[str, ...]) -> str:
    """Cells of one row."""
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _rows(rows: list[tuple[str, ...]]) -> str:
    """The body of the table."""
    return "".join(f"<tr>{_cells('td', row)}</tr>" for row in rows)
