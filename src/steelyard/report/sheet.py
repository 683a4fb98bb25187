"""A figure as a file that stands alone: heading, drawing, source and licence in one SVG."""

from __future__ import annotations

from steelyard.report import svg
from steelyard.report.figures.record import Figure

MARGIN = 24


def sheet(figure: Figure, source: str) -> str:
    """The SVG document of a figure, in light colours."""
    drawing = figure.wide
    width = drawing.width + 2 * MARGIN
    heading, below = _heading(figure, drawing.width)
    foot = svg.wrap(" ".join((*figure.notes, source)), drawing.width, 11)
    foot_at = below + drawing.height + 24
    body = (
        heading
        + f'<g transform="translate({MARGIN},{svg.num(below)})">{drawing.body}</g>'
        + svg.lines_of_text(MARGIN, foot_at, foot, size=11, tone="muted")
    )
    height = foot_at + len(foot) * 11 * 1.3 + MARGIN - 8
    return svg.document(width, round(height), body, title=figure.title, desc=figure.alt)


def _heading(figure: Figure, width: float) -> tuple[str, float]:
    """Kicker, title and subtitle, and where the drawing begins."""
    size = 15 if figure.size == "small" else 19
    title = svg.wrap(figure.title, width / 1.05, size)
    subtitle = svg.wrap(figure.subtitle, width, 12.5)
    y = MARGIN + 10.0
    parts = [svg.text(MARGIN, y, figure.kicker, size=12, tone="muted", bold=True)]
    y += size + 8
    parts.append(svg.lines_of_text(MARGIN, y, title, size=size, tone="ink", bold=True))
    y += (len(title) - 1) * size * 1.3 + 21
    parts.append(svg.lines_of_text(MARGIN, y, subtitle, size=12.5, tone="ink-soft"))
    return "".join(parts), y + (len(subtitle) - 1) * 12.5 * 1.3 + 18
