"""What the market of a fuel says about the two, in sentences with their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steelyard.dossier.evidence import cap, magnitude
from steelyard.dossier.records import (
    BargainYear,
    ForecastError,
    FuelFlow,
    FuelProject,
    FuelWhatIf,
    PowerReading,
    PredictedDiscount,
)
from steelyard.dossier.words import likelihood, listed, share
from steelyard.vocabulary.estimate import Estimate

CARRIED = {
    "pipe": "by pipe",
    "ship": "by ship with Western services",
    "above": "by such ships above the price cap",
    "outside": "by ship without Western services",
    "lng": "as LNG",
}
ORDINAL = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
WORLD = {"crude oil": "Brent", "gas": "the European hub"}  # where the world price is known
NO_BETTER = " So far it foretells no better here than no discount at all."
TRACE = 1e-3  # million barrels a day, bcm a year: less is nothing
AS_IT_WAS = ": prices of the year"  # the case of a line in which nothing else is changed
BORDER = f"{AS_IT_WAS}, used at the border"  # the same, without a way on from the border
SURE = 0.95  # probability from which a what-if is told


def flow_sentence(flows: Sequence[FuelFlow], when: str) -> Iterator[str]:
    """What goes between the two, way by way."""
    between = [f for f in flows if f.of_pair and not f.closed and (f.amount.point or 0.0) > TRACE]
    if not between:
        yield f"In {when} nothing goes between the two by the model."
        return
    between.sort(key=lambda flow: -(flow.amount.point or 0.0))
    several = len({each.start for each in between}) > 1
    told = [
        f"{flow.amount.text()} {CARRIED[flow.carrier]}"
        + f" ({flow.start_name} to {flow.end_name})" * several
        for flow in between
    ]
    yield f"Between the two, in {when} and by the model: {listed(told)}, in {between[0].unit}."


def discount_sentences(
    predicted: Sequence[PredictedDiscount], errors: Sequence[ForecastError]
) -> Iterator[str]:
    """The largest and the newest discount of each port, and how far the model was off."""
    for place in dict.fromkeys(each.place for each in predicted):
        of = [each for each in predicted if each.place == place and each.value.present]
        if not of:
            continue
        most, now = max(of, key=lambda each: each.value.point or 0.0), of[-1]
        told = f"{most.value.text(unit=most.unit)} in {quarter(most.period)}"
        if now is not most:
            told += f" and {now.value.text(unit=now.unit)} in {quarter(now.period)}"
        told = f"{now.name}: by the model measures widened the gap to {WORLD[now.fuel]} by {told}."
        off = [_off(each) for each in errors if each.whole and each.place == place]
        yield " ".join([told, *off])


def _off(each: ForecastError) -> str:
    """How far predictions were off, beside the naive ones."""
    beside = [
        f"{value:.1f} {name}"
        for value, name in (
            (each.none_absolute, "for no discount at all"),
            (each.last_absolute, "for the last one observed"),
        )
        if value is not None
    ]
    naive = f", against {listed(beside)}" if beside else ""
    inside = (
        f"; {100 * each.covered:.0f} % of {each.seen} observations lay within its 90 % interval"
        if each.covered is not None
        else ""
    )
    return (
        f"Held to what was observed, it was off by {each.absolute:.1f} {each.unit} on "
        f"average{naive}{inside}.{NO_BETTER * (not better_than_none(each))}"
    )


def better_than_none(each: ForecastError) -> bool:
    """Whether a prediction beats that of no discount at all."""
    return each.none_absolute is None or each.absolute < each.none_absolute


def quarter(period: str) -> str:
    """A quarter as it is said.

    Examples
    --------
    >>> quarter("2022-Q4"), quarter("2022")
    ('the fourth quarter of 2022', '2022')
    """
    year, _, number = period.partition("-Q")
    return f"the {ORDINAL[number]} quarter of {year}" if number in ORDINAL else year


def bargain_sentences(bargains: Sequence[BargainYear]) -> Iterator[str]:
    """The newest year with a price, then years in which a price served one side only."""
    for seller, buyer in dict.fromkeys((each.seller, each.buyer) for each in bargains):
        of = [each for each in bargains if (each.seller, each.buyer) == (seller, buyer)]
        paid = [each for each in of if each.paid is not None]
        yield _year(paid[-1] if paid else of[-1])
        one = of[0]
        for outside, told in (
            (_below, f"below the least that {one.seller_name} could have had from others"),
            (_above, f"above the highest that suited {one.buyer_name}"),
        ):
            years = listed([str(each.year) for each in paid if outside(each)])
            if years:
                yield f"In {years} the price lay {told}."


def _above(each: BargainYear) -> bool:
    """Whether a price lay surely above the buyer's highest."""
    highest, paid = each.highest.high, each.paid.price.point if each.paid else None
    return highest is not None and paid is not None and paid > highest


def _below(each: BargainYear) -> bool:
    """Whether a price lay surely below the seller's least."""
    least, paid = each.least.low, each.paid.price.point if each.paid else None
    return least is not None and paid is not None and paid < least


def _year(each: BargainYear) -> str:
    """One year's two reservation prices, price and split."""
    told = (
        f"In {each.year} the least price that suited {each.seller_name} for sales to "
        f"{each.buyer_name} was {each.least.text(unit=each.unit)}, the highest that suited "
        f"{each.buyer_name} {each.highest.text(unit=each.unit)}"
    )
    if each.paid is None:
        return f"{told}; what was paid is not published."
    told += f"; the price was {each.paid.price.text()} ({each.paid.source})"
    if each.seller_share.present:
        return f"{told}, which left {each.seller_name} {part(each.seller_share)} of the gain."
    return f"{told}: {each.seller_share.text()}."


def part(value: Estimate) -> str:
    """A part of a gain; an end beyond the whole says so, since one side then lost in some draws.

    Examples
    --------
    >>> part(Estimate(0.46, -3.75, 0.6, 0.9, "draws"))
    '46 % (below 0 to 60)'
    >>> part(Estimate(0.46, 0.3, 1.6, 0.9, "draws"))
    '46 % (30 to above 100)'
    """
    if value.point is None or value.low is None or value.high is None:
        return share(value)
    if value.low >= 0 and value.high <= 1:
        return share(value)
    low = "below 0" if value.low < 0 else f"{100 * value.low:.0f}"
    high = "above 100" if value.high > 1 else f"{100 * value.high:.0f}"
    return f"{100 * value.point:.0f} % ({low} to {high})"


def power_sentences(powers: Sequence[PowerReading]) -> Iterator[str]:
    """Power by the reading that foretells better, and whether it fell."""
    found = [each for each in powers if each.source == powers[0].source]
    for each in found:
        if len(found) > 1 and not each.chosen:
            continue
        off = "" if each.absolute is None else f" (off by {each.absolute:.0f} {each.unit})"
        read = "foretold better as" if len(found) > 1 else "read as"
        yield (
            f"Prices are {read} {each.reading}{off}: the seller’s bargaining power is "
            f"{each.power.text()} there, from 0 (all to the buyer) to 1."
        )
    for each in found:
        if each.fell is not None and each.after.present:
            yield (
                f"Read as bargained anew each year, power was {each.before.text()} before 2022 "
                f"and {each.after.text()} since; that it fell is {likelihood(each.fell)}."
            )


def project_sentences(projects: Sequence[FuelProject]) -> Iterator[str]:
    """The newest line at the prices of its year, also where its fuel goes no further."""
    if not projects:
        return
    newest = max(each.when for each in projects)
    found = [each for each in projects if each.when == newest]
    one = next((each for each in found if each.title.endswith(AS_IT_WAS)), found[0])
    line = one.title.removesuffix(AS_IT_WAS)
    way = ", where it bears the way on to where other fuel lands"
    near = next((each for each in found if each.title == f"{line}{BORDER}"), None)
    yield (
        f"{line}, at prices of {one.when}: {_signing(one)}"
        f"{way * (near is not None)}{_both_sign(one)}."
    )
    if near is not None:
        yield f"The same line, its fuel used at the border: {_signing(near)}{_both_sign(near)}."


def _signing(each: FuelProject) -> str:
    """From and up to which prices the two would sign."""
    return (
        f"the seller would sign from {each.least.text(unit=each.unit)}, the buyer up to "
        f"{each.highest.text(unit=each.unit)}"
    )


def _both_sign(each: FuelProject) -> str:
    """How likely it is that some price serves both."""
    chance = each.probability.point
    return "" if chance is None else f"; that both sign is {likelihood(chance)}"


def what_if_sentences(changes: Sequence[FuelWhatIf]) -> Iterator[str]:
    """The change that moves the seller's revenue most with a sure sign, and who gains."""
    sure = [e for e in changes if e.holds is not None and e.holds >= SURE and e.revenue.present]
    if not sure:
        return
    most = max(sure, key=lambda each: abs(each.revenue.point or 0.0))
    verb = "add" if (most.revenue.point or 0.0) > 0 else "take"
    where = "to" if verb == "add" else "from"
    size = magnitude(most.revenue).text(unit="USD bn")
    yield (
        f"What if: {cap(most.title)}. It would {verb} {size} a year {where} the seller’s "
        f"revenue{_gain(most)}."
    )


def _gain(each: FuelWhatIf) -> str:
    """Who would gain most for sure."""
    found = [g for g in each.gains if g.value.low is not None and g.value.low > 0]
    if not found:
        return ""
    best = max(found, key=lambda gain: gain.value.point or 0.0)
    return f"; {best.name} would gain most, {_plain(best.value)}"


def _plain(value: Estimate) -> str:
    return value.text(unit="USD bn")
