"""Border regions and the Arctic: the few figures that exist, each with its bound and source.

Most stand in a document that this program also audits; those carry that in their basis, so that
nobody takes a document's own number for a check of it. Nothing is carried to other years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import Figure, scaled
from steelyard.dossier.records import Gap, Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import find

EVIDENCE = "published figures"
AUDITED = "figures of a document that is itself audited"
KEPT = "figures of border regions"
SUITABLE = "far_east_agri_land_available"


@dataclass(frozen=True, slots=True)
class Told:
    """A series of figures on one state's region; `factor` turns its unit into the measure's."""

    name: str
    measure: str
    title: str
    factor: float = 1.0
    part: str = ""


TOLD = (
    Told("population_far_east", "region.border_population", "the Far East", 1e6, "Far East"),
    Told("population_northeast_china", "region.border_population", "the three north-eastern "
         "provinces", 1e6, "north-east"),
    Told("chn_farmland_far_east", "region.land_held", "Farmland held in the Far East"),
    Told("chn_farmland_zabaikalsk_lease", "region.land_held", "Lease agreed in Transbaikalia",
         part="one lease"),
    Told("chn_farmland_far_east_share", "region.land_share", "Part of cultivated land held in the "
         "Far East", 0.01),
    Told("chn_fdi_inflow_far_east", "region.local_investment", "Investment in the Far East"),
    Told("chn_investment_pledge_far_east", "region.local_investment", "Investment promised in the "
         "Far East", part="promised"),
    Told("chn_residents_primorie", "region.residents", "Residents in the Maritime region"),
    Told("border_length", "region.border_length", "Common border"),
    Told("arctic_coastline", "region.arctic_coast", "Arctic coast"),
    Told("arctic_population", "region.arctic_population", "People in the Arctic", 1e6),
    Told("lng_arctic2_exports", "region.arctic_gas", "Liquefied gas of the plant Arctic LNG 2"),
)  # fmt: skip


def borderland_series(basis: Basis) -> tuple[Series, ...]:
    """Figures of either side's region, and the ratio of people across the border.

    Nothing where no figure names the two together: a region next to a third state is not theirs.
    """
    if not any(each["partner"] for rows in _figures(basis).values() for each in rows):
        return ()
    found = []
    for told in TOLD:
        for subject, partner in basis.asked.directions():
            figures = [
                each
                for each in _figures(basis).get(told.name, [])
                if each["reporter"] == subject.iso3 and each["partner"] in ("", partner.iso3)
            ]
            found += [
                _series(told, subject.iso3, partner.iso3, group) for group in _by_basis(figures)
            ]
    made = present(found)
    return (*made, *_ratios(basis, made), *present(_of_suitable(basis)))


def _of_suitable(basis: Basis) -> Iterator[Series | None]:
    """Farmland held over all that suits farming: a wider base than what is cultivated."""
    for subject, partner in basis.asked.directions():
        held = {
            each["period"]: each
            for each in _figures(basis).get("chn_farmland_far_east", [])
            if (each["reporter"], each["partner"]) == (subject.iso3, partner.iso3)
        }
        points = []
        for each in _figures(basis).get(SUITABLE, []):
            if each["reporter"] == subject.iso3 and each["period"] in held:
                ours = held[each["period"]]
                sizes = [digits_interval(float(figure["value"])) for figure in (ours, each)]
                origins = [ours["origin"], each["origin"]]
                points.append(point(each["period"], _ratio(*sizes), "quoted", origins))
        yield series(
            "region.land_share",
            subject.iso3,
            partner.iso3,
            "published figures, of land that suits farming",
            points,
            title="Part of land that suits farming held in the Far East",
        )


def borderland_gaps(found: tuple[Series, ...], basis: Basis) -> tuple[Gap, ...]:
    """What the figures on border regions do not say; nothing where there are none."""
    shown = [item for item in found if item.measure in {told.measure for told in TOLD}]
    if not shown:
        return ()
    years = sorted({int(entry.period[:4]) for item in shown for entry in item.points})
    one_way = {item.measure for item in shown if item.measure != "region.border_population"}
    names = " and ".join(find(code).name for code in basis.asked.codes)
    return (
        Gap(
            what="Border regions and the Arctic: people, land, investment by year",
            where=names,
            years=f"all but {', '.join(map(str, years))}",
            reason="only single figures are in the dataset, most of them of one year and from a "
            "document that is itself audited",
            effect="No course over time is drawn, and no figure is carried to another year.",
        ),
        Gap(
            what="What each side holds in the other's border region: the reverse direction",
            where=names,
            years="all",
            reason=f"{len(one_way)} measures have figures of one side only",
            effect="Neither a ratio nor a balance of the two regions is given.",
        ),
    )


def _series(told: Told, subject: str, partner: str, figures: list[Figure]) -> Series | None:
    """Figures of one source kind as a series."""
    claim = figures[0]["claim"]
    return series(
        told.measure,
        subject,
        partner,
        AUDITED if claim else EVIDENCE,
        [_point(told, each) for each in figures],
        title=told.title,
        part=told.part,
    )


def _point(told: Told, figure: Figure) -> Point:
    """One figure with the interval that its digits and its bound allow."""
    bound = figure["bound"]
    note = "from a document under audit" if figure["claim"] else ""
    notes = "; ".join(filter(None, (note, bound if bound != "exact" else "")))
    rounded = 2 if bound in ("midpoint", "approximate") else 1
    value = scaled(digits_interval(float(figure["value"]), rounded), told.factor)
    return point(figure["period"], value, "quoted", [figure["origin"]], notes)


def digits_interval(value: float, units: int = 1) -> Estimate:
    """Half a unit, or units, of the last digit that is not 0: "130 million" is good to 5 million.

    Examples
    --------
    >>> digits_interval(130.0).low, digits_interval(0.045).high
    (125.0, 0.0455)
    """
    if not isfinite(value) or value <= 0:
        return rounding_interval(f"{value:g}")
    exponent = int(Decimal(f"{value:.12g}").normalize().as_tuple().exponent)
    return rounding_interval(f"{value:.12g}", step=units * float(Decimal(1).scaleb(exponent)))


def _by_basis(figures: list[Figure]) -> Iterator[list[Figure]]:
    """Evidence apart from figures of audited documents."""
    for claim in (False, True):
        group = [each for each in figures if each["claim"] == claim]
        if group:
            yield group


def _ratios(basis: Basis, found: tuple[Series, ...]) -> tuple[Series, ...]:
    """People of the other side's region over those of the own one, where years agree."""
    people = {item.subject: item for item in found if item.measure == "region.border_population"}
    made = []
    for subject, partner in basis.asked.directions():
        own, other = people.get(subject.iso3), people.get(partner.iso3)
        if own is None or other is None or own.basis != other.basis:
            continue
        points = [
            point(
                entry.period, _ratio(there.value, entry.value), "quoted",
                [*there.origins, *entry.origins], entry.note,
            )
            for entry in own.points
            if (there := other.at(entry.period)) is not None
        ]  # fmt: skip
        title = f"People across the border: {other.part}, {partner.name}, over {own.part}, "
        made.append(
            series(
                "region.border_population_ratio", subject.iso3, partner.iso3, own.basis, points,
                title=f"{title}{subject.name}",
            )
        )  # fmt: skip
    return present(made)


def _ratio(top: Estimate, bottom: Estimate) -> Estimate:
    """Ratio of two rounded figures, with the worst case of both as its ends."""
    low, high = (top.low or 0.0) / (bottom.high or 1.0), (top.high or 0.0) / (bottom.low or 1.0)
    return Estimate(
        (top.point or 0.0) / (bottom.point or 1.0), low, high, None, "rounding of both figures"
    )


def _figures(basis: Basis) -> dict[str, list[Figure]]:
    """Figures by series, also those of documents under audit; read once."""
    if KEPT not in basis.of_all_pairs:
        rows = basis.data.table("figures").filter(
            pl.col("series").is_in([*(told.name for told in TOLD), SUITABLE])
            & pl.col("reporter").is_in(list(basis.asked.codes))
            & pl.col("partner").is_in(["", *basis.asked.codes])
            & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
        )
        found: dict[str, list[Figure]] = {}
        for each in rows.iter_rows(named=True):
            found.setdefault(each["series"], []).append(each)
        basis.of_all_pairs[KEPT] = found
    return basis.of_all_pairs[KEPT]
