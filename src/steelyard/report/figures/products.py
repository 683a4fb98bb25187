"""The heaviest products of both directions, and what losing them would mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import Dossier, ProductTie
from steelyard.report import words
from steelyard.report.figures import product_bars
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import Side, cells, known, sides

SHOWN = 8  # of each kind and direction; the table has all

Panel = tuple[Side, str, list[ProductTie]]  # direction, heading, ties of one kind


def products_figure(dossier: Dossier) -> Figure | None:
    """Bars of value with share, loss and power beside them; products before sectors."""
    if not dossier.products:
        return None
    panels = _panels(dossier)
    title = _title(panels)
    return Figure(
        id="product-ties",
        kicker="The heaviest products",
        title=title,
        subtitle=(
            "What each side takes from the other, billion USD, on one scale. Share: the supplier’s "
            "part of the buyer’s supply. Loss: rise of the price index of this product if the "
            "supplier is lost. Power: what the supplier can extract, of the buyer’s spending. "
            "Dependent: probability that the criteria of dependence hold."
        ),
        alt=f"Bars. {title}. " + " ".join(_alt(*panel) for panel in panels),
        size="full",
        wide=product_bars.wide(panels, SHOWN),
        narrow=product_bars.narrow(panels, SHOWN),
        rows=tuple(_rows(dossier.products)),
        table=_table(dossier),
        origins=tuple(dict.fromkeys(o for tie in dossier.products for o in tie.origins)),
        domain="products",
        notes=tuple(_notes(dossier.products)),
    )


def _panels(dossier: Dossier) -> list[Panel]:
    """Ties of one kind together: products and sectors are counted in other ways."""
    found: list[Panel] = []
    for sectors in (False, True):
        for side in sides(dossier):
            ties = [t for t in dossier.products if side.owns(t) and is_sector(t) == sectors]
            ties.sort(key=lambda tie: (-tie.year if sectors else 0, -tie.value))
            years = sorted({tie.year for tie in ties})
            when = (
                f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else ""
            )
            what = "Sectors, home goods counted" if sectors else "Products"
            if ties:
                found.append((side, f"{what}, {when}", ties))
    return found


def is_sector(tie: ProductTie) -> bool:
    """Whether a tie is of a whole sector of input-output tables: its code is a word."""
    return not tie.code.split()[0].isdigit()


def _title(panels: Sequence[Panel]) -> str:
    """The heaviest of each direction among products, or among sectors where none are known."""
    first: dict[str, tuple[Side, ProductTie]] = {}
    for side, _, ties in panels:
        first.setdefault(side.name, (side, ties[0]))
    told = [
        f"{side.name}: {tie.title[:1].lower()}{tie.title[1:]}, "
        f"{product_bars.billions(tie.value)} USD bn in {tie.year}"
        for side, tie in first.values()
    ]
    return "; ".join(told)


def _alt(side: Side, heading: str, ties: Sequence[ProductTie]) -> str:
    told = [
        f"{tie.title} {tie.year} {product_bars.billions(tie.value)} USD bn, "
        f"share {known(tie.share, words.SHARE)}"
        for tie in ties[:SHOWN]
    ]
    return f"{side.name}, {heading}: {'; '.join(told)}."


def _notes(ties: Iterable[ProductTie]) -> Iterable[str]:
    values = [v for tie in ties for v in (tie.share, tie.loss, tie.power)]
    levels = dict.fromkeys(words.level(v) for v in values if v.present and v.low is not None)
    if levels:
        yield f"Intervals: {words.listed(levels)}."
    yield "Values are sums as published or reconciled, without an interval of their own."
    reasons = dict.fromkeys(words.why(v) for v in values if not v.present)
    if reasons:
        yield f"Not known: {'; '.join(reasons)}."
    yield f"Sources of the numbers: {'; '.join(dict.fromkeys(tie.basis for tie in ties))}."


def _rows(ties: Iterable[ProductTie]) -> Iterable[Mapping[str, Cell]]:
    for tie in ties:
        yield {
            "code": tie.code,
            "title": tie.title,
            "subject": tie.subject,
            "partner": tie.partner,
            "year": tie.year,
            "unit": "USD m",
            "value": tie.value,
            **cells(tie.share, "share"),
            **cells(tie.dependent, "dependent"),
            **cells(tie.loss, "loss"),
            **cells(tie.power, "power"),
            "basis": tie.basis,
            "origins": ";".join(tie.origins),
        }


def _table(dossier: Dossier) -> Table:
    header = (
        "Product", "Tie", "Year", "USD m", "Share", "Dependent", "Loss", "Power", "Counted by",
    )  # fmt: skip
    named = {side.subject: side.name for side in sides(dossier)}
    rows = tuple(
        (
            f"{tie.title} ({tie.code})",
            named.get(tie.subject, tie.subject),
            str(tie.year),
            f"{tie.value:,.0f}",
            known(tie.share, words.SHARE),
            product_bars.chance(tie),
            known(tie.loss, words.SHARE),
            known(tie.power, words.SHARE),
            tie.basis,
        )
        for tie in dossier.products
    )
    return Table(header, rows)
