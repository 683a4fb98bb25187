"""The pair and the named comparators with value and percentiles, and how all pairs are spread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.blocs import bloc_share
from steelyard.dossier.comparison.course import drawn, with_interval
from steelyard.dossier.comparison.matrices import KINDS, Matrix
from steelyard.dossier.comparison.stated import Comparator, comparators
from steelyard.dossier.comparison.yardsticks import YARDSTICKS, Yardstick, matrices
from steelyard.dossier.records import Distribution, Placed
from steelyard.measures.catalogue import get
from steelyard.vocabulary.blocs import find_bloc
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import by_iso3

DRAWS = 400


def placed(basis: Basis) -> tuple[Placed, ...]:
    """Both directions of the pair in every measure, then the comparators in the same year.

    A comparator without a value in the pair's year stands with its latest one.
    """
    found = []
    for item in YARDSTICKS:
        known = matrices(basis, item)
        own = [_latest(basis, item, s.iso3, p.iso3) for s, p in basis.asked.directions()]
        year = max((one.year for one in own if one.value.present), default=max(known, default=0))
        if not known:
            continue
        found += [one for one in own if one.value.present or _two_sided(item)]
        for one in comparators():
            if {one.subject, one.partner} == set(basis.asked.codes):
                continue
            for subject, partner in ((one.subject, one.partner), (one.partner, one.subject)):
                found += _comparator(basis, item, one, subject, partner, year)
    return tuple(found)


def _two_sided(item: Yardstick) -> bool:
    """Whether a missing direction is worth a row: lending is known for one lender only."""
    return item.domain != "finance"


def _comparator(
    basis: Basis, item: Yardstick, one: Comparator, subject: str, partner: str, year: int
) -> Iterator[Placed]:
    """One direction of a comparator: the pair's year, else its latest; absence with a reason."""
    if one.absent:
        if item.measure == "trade.trade_share":
            yield _row(item, subject, partner, year, absent(one.absent), None, one.note)
        return
    if one.role == "bloc":
        if item.measure == "trade.trade_share":
            of_bloc = subject == one.partner
            value = bloc_share(basis, one.partner, one.subject, year, of_bloc=of_bloc)
            note = f"{one.note}; placed among ties of single states"
            yield _row(item, subject, partner, year, value, matrices(basis, item)[year], note)
        return
    same = item.value(basis, matrices(basis, item)[year], subject, partner)
    if same.present:
        yield _in_year(basis, item, subject, partner, year, one.note)
        return
    last = _last_year(basis, item, subject, partner)
    if last is not None:
        note = f"{one.note}; no value in {year}: {same.basis.removeprefix('absent: ')}"
        yield _in_year(basis, item, subject, partner, last, note)
    elif item.measure == "trade.trade_share":
        yield _in_year(basis, item, subject, partner, year, one.note)


def _latest(basis: Basis, item: Yardstick, subject: str, partner: str) -> Placed:
    """One side of the pair in the last year with a value; absent in the last year of all."""
    last = _last_year(basis, item, subject, partner)
    if last is not None:
        return _in_year(basis, item, subject, partner, last, None)
    gone = absent("no value in any year")
    return _row(item, subject, partner, max(matrices(basis, item), default=0), gone, None, None)


def _last_year(basis: Basis, item: Yardstick, subject: str, partner: str) -> int | None:
    """The last year in which a tie has a value."""
    known = matrices(basis, item)
    return next(
        (
            year
            for year in sorted(known, reverse=True)
            if item.value(basis, known[year], subject, partner).present
        ),
        None,
    )


def _in_year(
    basis: Basis, item: Yardstick, subject: str, partner: str, year: int, note: str | None
) -> Placed:
    """One direction in one year; a note, even an empty one, marks a comparator."""
    matrix = matrices(basis, item)[year]
    value = item.value(basis, matrix, subject, partner)
    noisy = with_interval(basis, item, matrix, subject, partner)
    return _row(item, subject, partner, year, value, matrix, note, noisy, basis.asked.seed)


def _row(
    item: Yardstick,
    subject: str,
    partner: str,
    year: int,
    value: Estimate,
    matrix: Matrix | None,
    note: str | None,
    noisy: Estimate | None = None,
    seed: int = 0,
) -> Placed:
    """The record, with percentiles where there is a class."""
    return Placed(
        title=f"{name_of(subject)} on {name_of(partner, within=True)}",
        subject=subject,
        partner=partner,
        domain=item.domain,
        measure=item.measure,
        year=year,
        value=value,
        unit=get(item.measure).unit,
        percentile=_percentile(matrix, "pairs", noisy or value, seed),
        among_largest=_percentile(matrix, "largest", noisy or value, seed)
        if "largest" in item.standing or not value.present
        else absent("counts that are alike for many partners: the largest one means little"),
        named=note is not None,
        note=note or "",
        origins=matrix.origins if matrix is not None and value.present else (),
    )


def _percentile(matrix: Matrix | None, kind: str, value: Estimate, seed: int) -> Estimate:
    """Percentile of a value in a class, or why there is none."""
    if value.point is None:
        return absent("no value to place")
    reference = matrix.reference(kind) if matrix is not None else None
    if reference is None:
        return absent("fewer than 20 members of the class have a value")
    draws = drawn([value], 0.0, DRAWS, seed, within=(0.0, np.inf))[:, 0]
    return reference.interval(value.point, draws, seed)


def name_of(code: str, *, within: bool = False) -> str:
    """Name of a state, as inside a sentence where asked, or of a bloc."""
    known = by_iso3().get(code)
    if known is None:
        return find_bloc(code).id
    return known.sentence_name if within else known.name


def distributions(basis: Basis) -> tuple[Distribution, ...]:
    """101 quantiles of all members of each class in its newest year."""
    found = []
    for item in YARDSTICKS:
        known = matrices(basis, item)
        kinds = ("pairs", "largest") if "largest" in item.standing else ("pairs",)
        for kind in kinds if known else ():
            matrix = known[max(known)]
            reference = matrix.reference(kind)
            if reference is None:
                continue
            levels = np.quantile(reference.ordered, np.linspace(0, 1, 101))
            entry = get(item.measure)
            found.append(
                Distribution(
                    domain=item.domain,
                    measure=item.measure,
                    title=entry.title,
                    kind=kind,
                    members=KINDS[kind],
                    year=matrix.year,
                    count=reference.members.size,
                    unit=entry.unit,
                    quantiles=tuple(float(level) for level in levels),
                    origins=matrix.origins,
                )
            )
    return tuple(found)
