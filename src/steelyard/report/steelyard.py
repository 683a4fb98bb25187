"""The signature picture: every domain of the balance as a beam, with its words and its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from steelyard.dossier.records import Balance, Dossier
from steelyard.report import words
from steelyard.report.balance_words import Ruler, headline, ruler, verdict
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.steelyard_drawing import narrow, wide
from steelyard.vocabulary.estimate import Estimate

SUBTITLE = (
    "Each beam is one domain. The length of an arm is how much that side depends on the other: it "
    "fades out over its interval, and the bar across it is the best estimate. The beam tilts "
    "towards the side that leans more. Domains use different measures: compare the two arms of a "
    "beam, not one beam with another."
)


def steelyard_figure(dossier: Dossier) -> Figure | None:
    """The balance of the newest year, with earlier ones as small rows below."""
    if not dossier.balances or not dossier.balances[0].arms:
        return None
    scale = ruler(dossier)
    newest, earlier = dossier.balances[0], dossier.balances[1:3]
    return Figure(
        id="steelyard",
        kicker=f"The steelyard, {newest.year}",
        title=headline(dossier, newest.arms),
        subtitle=SUBTITLE,
        alt=_alt(dossier, newest, scale),
        size="full",
        wide=wide(dossier, newest, earlier, scale),
        narrow=narrow(dossier, newest, earlier, scale),
        rows=tuple(row for balance in dossier.balances for row in _rows(balance, scale)),
        table=_table(dossier, newest, scale),
        origins=tuple(
            dict.fromkeys(o for b in dossier.balances for arm in b.arms for o in arm.origins)
        ),
        notes=tuple(_notes(newest)),
        series=tuple(dict.fromkeys(s for arm in newest.arms for s in arm.series)),
    )


def _alt(dossier: Dossier, balance: Balance, scale: Ruler) -> str:
    a, b = dossier.a.name, dossier.b.name
    rows = [
        f"{words.domain_title(arm.domain)}: {a} on {b} {words.show(arm.a_on_b, scale.unit(arm))}, "
        f"{b} on {a} {words.show(arm.b_on_a, scale.unit(arm))}; {' '.join(verdict(dossier, arm))}."
        for arm in balance.arms
    ]
    return f"A balance with one beam per domain, {balance.year}. " + " ".join(rows)


def _notes(balance: Balance) -> Iterable[str]:
    values = [value for arm in balance.arms for value in (arm.a_on_b, arm.b_on_a)]
    levels = dict.fromkeys(words.level(value) for value in values if value.low is not None)
    if levels:
        yield f"Fading ends: {words.listed(levels)}."
    if any(value.present and value.low is None for value in values):
        yield "An arm that ends at its bar: no interval is known."
    yield "A dotted arm: no figure."
    yield "All shares are on one scale in all years shown."
    yield "The tilt follows the log ratio and stops at 20 to 1; its interval is the grey wedge."


def _table(dossier: Dossier, balance: Balance, scale: Ruler) -> Table:
    a, b = dossier.a.name, dossier.b.name
    header = ("Domain", "Measure", f"{a} on {b}", f"{b} on {a}", "Ratio", "Log ratio", "Reading")
    rows = []
    for arm in balance.arms:
        unit = scale.unit(arm)
        rows.append(
            (
                words.domain_title(arm.domain),
                arm.title,
                _dated(arm.a_on_b, unit, arm.period),
                _dated(arm.b_on_a, unit, arm.period_b),
                " ".join(verdict(dossier, arm)),
                arm.log_ratio.text() if arm.log_ratio.present else "–",
                arm.reading,
            )
        )
    return Table(header, tuple(rows))


def _dated(value: Estimate, unit: str, period: str) -> str:
    return f"{words.show(value, unit)}, {period}" if value.present else words.show(value, unit)


def _rows(balance: Balance, scale: Ruler) -> Iterable[Mapping[str, Cell]]:
    for arm in balance.arms:
        for direction, value, period in (
            ("a_on_b", arm.a_on_b, arm.period),
            ("b_on_a", arm.b_on_a, arm.period_b),
            ("log_ratio", arm.log_ratio, arm.period),
        ):
            yield {
                "balance_year": balance.year,
                "domain": arm.domain,
                "title": arm.title,
                "definition": arm.definition,
                "quantity": direction,
                "unit": "ln" if direction == "log_ratio" else scale.unit(arm),
                "period": period,
                "value": value.point,
                "low": value.low,
                "high": value.high,
                "level": value.level,
                "kind": value.kind,
                "interval_basis": value.basis,
                "probability_a_leans_more": arm.probability_a_leans_more,
                "reading": arm.reading,
                "origins": ";".join(arm.origins),
            }
