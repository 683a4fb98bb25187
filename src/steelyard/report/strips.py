"""A strip for each disagreement: the published figures as dots on one line from zero."""

from __future__ import annotations

from markupsafe import Markup

from steelyard.dossier.records import Disagreement
from steelyard.report import svg
from steelyard.report.theme import as_variables

WIDTH, HEIGHT, MARGIN = 330, 22, 7


def strip(disagreement: Disagreement) -> Markup:
    """Dots from zero to the largest figure; the table beside it holds the numbers."""
    values = [value for _, value, _ in disagreement.figures]
    largest = max(values)
    if largest <= 0 or min(values) < 0:
        return Markup("")
    y, room = HEIGHT / 2, WIDTH - 2 * MARGIN
    places = [MARGIN + value / largest * room for value in values]
    body = (
        svg.line(MARGIN, y, WIDTH - MARGIN, y, tone="grid", width=2)
        + svg.line(MARGIN, y - 5, MARGIN, y + 5, tone="axis", width=1.5)
        + svg.line(min(places), y, max(places), y, tone="axis", width=4)
        + "".join(svg.circle(x, y, 5.5, tone="ink-soft") for x in places)
    )
    return Markup(
        f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f"{as_variables(body)}</svg>"
    )
