"""What the grid says in single records: crossings of the region as one, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.domains.trade import BASIS
from steelyard.dossier.records import ContestCell, Crossing, Gap, Series
from steelyard.dossier.request import Request

GOODS = ("trade", "imports", "exports")


def contest_crossings(
    cells: Sequence[ContestCell], found: Sequence[Series], asked: Request
) -> tuple[Crossing, ...]:
    """When one side passed the other in the trade, imports and exports of the first region."""
    names = {state.iso3: state for state in (asked.a, asked.b)}
    made = []
    for each in cells:
        if not each.whole or each.region != cells[0].region or each.year is None:
            continue
        if each.dimension not in GOODS:
            continue
        first = names[each.passed_by]
        second = asked.b if first is asked.a else asked.a
        lead = f"{first.sentence_name[:1].upper()}{first.sentence_name[1:]}"
        made.append(
            Crossing(
                title=f"{first.name} passes {second.name}: {each.title.lower()} of "
                f"{each.region_name}",
                sentence=f"{lead} passed {second.sentence_name} for good in {each.year}"
                f"{_span(each)}.",
                year=each.year,
                low=each.low,
                high=each.high,
                series=_series(found, each),
            )
        )
    return tuple(made)


def _span(each: ContestCell) -> str:
    """The interval of the year, where it has one."""
    if each.low is None or each.high is None or each.low == each.high:
        return ""
    return f" ({each.low} to {each.high})"


def _series(found: Sequence[Series], each: ContestCell) -> tuple[str, ...]:
    """Ids of the series on which the cell rests."""
    return tuple(
        item.id
        for item in found
        if item.measure == "region.log_ratio"
        and (item.subject, item.part, item.basis) == (each.state, each.dimension, BASIS)
    )


def contest_gaps(cells: Sequence[ContestCell], asked: Request) -> tuple[Gap, ...]:
    """Dimensions for which one side has no figure in any state between."""
    made = []
    for dimension in dict.fromkeys(each.dimension for each in cells):
        ours = [each for each in cells if each.dimension == dimension]
        for side, values in (
            (asked.a, [each.value_a for each in ours]),
            (asked.b, [each.value_b for each in ours]),
        ):
            if not any(value.present for value in values):
                made.append(
                    Gap(
                        what=f"{ours[0].title}: {side.name} in the states between",
                        where=", ".join(dict.fromkeys(each.state_name for each in ours)),
                        years=", ".join(sorted({each.period[:4] for each in ours})),
                        reason=values[0].basis.removeprefix("absent:").strip(),
                        effect="The other side is shown alone; who is ahead is not said.",
                    )
                )
    if cells and all(each.dimension != "arms" for each in cells):
        made.append(
            Gap(
                what="Arms delivered to the states between",
                where=cells[0].region_name,
                years="all",
                reason="the register of deliveries may not be redistributed",
                effect="The dimension is left out. Add the register with `steelyard data add`.",
            )
        )
    return tuple(made)
