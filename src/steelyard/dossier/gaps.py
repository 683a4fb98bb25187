"""What is not known about the pair, why, and what that does to the answer."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.basis import Basis
from steelyard.dossier.cuts import cut_gaps
from steelyard.dossier.domains.diplomacy import diplomacy_gaps
from steelyard.dossier.domains.energy.missing import energy_gaps
from steelyard.dossier.domains.formal_influence import influence_gaps
from steelyard.dossier.domains.institutions import institution_gaps
from steelyard.dossier.domains.network import network_gaps
from steelyard.dossier.domains.opinion import opinion_gaps
from steelyard.dossier.fuels.gaps import fuel_gaps
from steelyard.dossier.headings import headings
from steelyard.dossier.knowledge_gaps import knowledge_gaps
from steelyard.dossier.position_gaps import position_gaps
from steelyard.dossier.power_gaps import power_gaps
from steelyard.dossier.records import Balance, Gap, Series
from steelyard.dossier.supplier_ties import supplies
from steelyard.dossier.vote_gaps import vote_gaps
from steelyard.measures.catalogue import get
from steelyard.vocabulary.domains import DOMAINS, domain
from steelyard.vocabulary.states import State

RECENT = 4  # years for which a newest figure needs no mention


def gaps(basis: Basis, found: Sequence[Series], balance: Balance) -> tuple[Gap, ...]:
    """Years without trade, pairs without a reporter, domains with one side or none."""
    return (
        *_missing_years(basis),
        *_missing_mirrors(basis),
        *_product_gaps(basis),
        *_one_sided(basis, balance),
        *_inside_the_rest(basis),
        *cut_gaps(basis),
        *_ended_measures(basis, found),
        *power_gaps(basis, found),
        *energy_gaps(basis, found),
        *fuel_gaps(basis),
        *institution_gaps(basis),
        *influence_gaps(basis),
        *diplomacy_gaps(basis),
        *opinion_gaps(basis),
        *knowledge_gaps(basis, found),
        *position_gaps(basis),
        *network_gaps(basis),
        *vote_gaps(basis),
    )


def _missing_years(basis: Basis) -> list[Gap]:
    """Years asked for in which the bilateral matrix has nothing."""
    first, last = basis.asked.years
    missing = [code for code in basis.asked.codes if code not in basis.trade.codes]
    if missing:
        return [
            Gap(
                what="Goods trade",
                where=", ".join(missing),
                years=f"{first}-{last}",
                reason="the publisher of reconciled trade does not list this economy",
                effect="No trade measure for the pair on that basis.",
            )
        ]
    absent = [year for year in range(first, last + 1) if year not in basis.trade.years]
    if not absent:
        return []
    return [
        Gap(
            what="Trade of all pairs on one reconciled basis",
            where="all states",
            years=spans(absent),
            reason="no openly licensed matrix of these years is in the embedded dataset",
            effect="Shares of these years are quoted from single published figures, or absent. "
            "Add a year with `steelyard data add`.",
        )
    ]


def _missing_mirrors(basis: Basis) -> list[Gap]:
    """How much of each side's trade had to be imputed."""
    found: list[Gap] = []
    if not basis.has_trade:
        return found
    for place in basis.completed.places:
        for state in (basis.asked.a, basis.asked.b):
            if not basis.completed.lists(place, state.iso3):
                found.append(_unlisted(state, basis.trade.years[place]))
                continue
            part = basis.completed.missing(place, state.iso3, "trade")
            if part >= 0.002:
                found.append(
                    Gap(
                        what=f"{state.adjective} trade with partners that did not report",
                        where=state.name,
                        years=str(basis.trade.years[place]),
                        reason="neither side of these pairs reported",
                        effect=f"About {100 * part:.0f} % of the total is imputed; shares are "
                        "shown between bounds.",
                    )
                )
    return found


def _unlisted(state: State, year: int) -> Gap:
    """A state that the matrix of one year does not hold at all."""
    return Gap(
        what=f"{state.adjective} trade",
        where=state.name,
        years=str(year),
        reason="the publisher's matrix of this year does not list it",
        effect="No share of this year is given, and none is imputed.",
    )


def _product_gaps(basis: Basis) -> list[Gap]:
    """Years without trade by product, and buyers whose other suppliers are not known."""
    first, last = basis.asked.years
    table = headings(basis)
    where = f"{basis.asked.a.name}, {basis.asked.b.name}"
    absent = [year for year in range(first, last + 1) if table is None or year not in table.years]
    found = []
    if absent:
        found.append(
            Gap(
                what="Trade of the pair by product",
                where=where,
                years=spans(absent),
                reason="no openly licensed product file of these years is in the dataset",
                effect="Composition and roles of these years rest on sectors of input-output "
                "tables and single published figures, or are absent. Add a file with "
                "`steelyard data add`.",
            )
        )
    alone = [
        subject.name
        for subject, partner in basis.asked.directions()
        if table is not None and supplies(basis, subject, partner) is None
    ]
    if alone:
        found.append(
            Gap(
                what="Other suppliers of each product",
                where=", ".join(alone),
                years=spans(table.years) if table is not None else "all",
                reason="the product file in the dataset holds the pair alone",
                effect="A supplier's share of a product is quoted, or absent between its bounds; "
                "add a whole year of BACI products to compute it.",
            )
        )
    return found


def _one_sided(basis: Basis, balance: Balance) -> list[Gap]:
    """Domains in which a direction has no figure."""
    asked = basis.asked
    found = []
    for arm in balance.arms:
        for value, who, whom in (
            (arm.a_on_b, asked.a, asked.b),
            (arm.b_on_a, asked.b, asked.a),
        ):
            if not value.present:
                found.append(
                    Gap(
                        what=f"{domain(arm.domain).title}: {who.name} on {whom.sentence_name}",
                        where=who.name,
                        years=str(balance.year),
                        reason=value.basis.removeprefix("absent:").strip(),
                        effect="The domain has no ratio." if arm.a_on_b.present
                        or arm.b_on_a.present else "The domain is left open.",
                    )
                )  # fmt: skip
    shown = {arm.domain for arm in balance.arms}
    found += [
        Gap(
            what=entry.title,
            where=f"{asked.a.name}, {asked.b.name}",
            years="all",
            reason="no measure of this domain has data for the pair",
            effect="The domain is left open.",
        )
        for entry in DOMAINS
        if entry.role == "balance" and entry.id not in shown
    ]
    return found


def _inside_the_rest(basis: Basis) -> list[Gap]:
    """States that no input-output table lists apart."""
    table = basis.data.table("sector_flows")
    listed = {*table["user"].unique()}
    lost = [state for state in (basis.asked.a, basis.asked.b) if state.iso3 not in listed]
    if not lost or not listed:
        return []
    names = " and ".join(state.name for state in lost)
    years = table["year"]
    return [
        Gap(
            what="Reliance on inputs, shares of supply and power by sector",
            where=names,
            years=f"{years.min()}-{years.max()}",
            reason="the world input-output tables in the dataset hold it within the rest of the "
            "world, as they do all of Central Asia",
            effect="These measures are absent for the pair. Tables that list it, such as newer "
            "ones of the OECD, can be added with `steelyard data add`.",
        )
    ]


def _ended_measures(basis: Basis, found: Sequence[Series]) -> list[Gap]:
    """Measures whose newest figure, of any source, lies well before the last year asked for."""
    last = basis.asked.years[1]
    newest: dict[str, int] = {}
    for item in found:
        years = [int(entry.x) for entry in item.points if entry.value.present]
        newest[item.measure] = max(newest.get(item.measure, 0), *years) if years else last
    ended: dict[str, list[tuple[int, str]]] = {}
    for measure, year in newest.items():
        if year < last - RECENT:
            entry = get(measure)
            ended.setdefault(entry.domain, []).append((year, entry.title))
    return [
        Gap(
            what=f"{domain(name).title}: " + ", ".join(f"{told} ({year})" for year, told in rows),
            where=f"{basis.asked.a.name}, {basis.asked.b.name}",
            years=spans(range(rows[0][0] + 1, last + 1)),
            reason="the newest source in the dataset ends in the year given",
            effect="Not carried forward: later years are absent.",
        )
        for name, rows in ((name, sorted(rows)) for name, rows in ended.items())
    ]


def spans(years: Sequence[int]) -> str:
    """Years as spans.

    Examples
    --------
    >>> spans([1992, 1993, 1994, 2021, 2022, 2024])
    '1992-1994, 2021-2022, 2024'
    """
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
