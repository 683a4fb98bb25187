"""The bargain by year: from the seller's least price to the buyer's highest, and what was paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.fuels.sentences import part
from steelyard.dossier.records import BargainYear, Dossier, FuelMarket, PowerReading
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate, absent

ROW, SMALL_ROW = 40, 52
TOP = 62  # key and axis
THICK = 16
CUT = 2.5  # times the median of highest prices: beyond it a bar runs off with its end in words


def surplus_split(dossier: Dossier, market: FuelMarket) -> Figure | None:
    """Bars by year for the contract between the two; None where none was bargained."""
    years = [each for each in market.bargains if each.least.present and each.highest.present]
    if not years:
        return None
    one = years[0]
    years = [each for each in years if (each.seller, each.buyer) == (one.seller, one.buyer)]
    years.sort(key=lambda each: each.year)
    title = _title(years)
    return Figure(
        id=f"energy-bargain-{words.slug(market.fuel)}",
        kicker=f"{market.fuel.capitalize()}: {one.seller_name} to {one.buyer_name}, the bargain",
        title=title,
        subtitle=f"{one.unit}. A bar runs from the least price at which the seller does not lose "
        "to the highest at which the buyer does not. The mark is the price paid: left of it is the "
        "seller’s part, right of it the buyer’s. Thin lines: nine draws in ten.",
        alt=f"Bar chart. {title}. " + " ".join(_told(each) for each in years),
        size="wide",
        wide=_draw(WIDE, dossier, years),
        narrow=_draw(NARROW, dossier, years),
        rows=tuple(_data(market, years)),
        table=_table(years),
        origins=market.origins,
        domain="fuels",
        notes=tuple(_notes(market.powers, years)),
    )


def _title(years: Sequence[BargainYear]) -> str:
    """The newest year with a price, and how its surplus was split."""
    paid = [each for each in years if each.paid]
    if not paid:
        now = years[-1]
        return (
            f"In {now.year} any price from {_amount(now.least)} to {_amount(now.highest)} "
            f"{now.unit} would have served both; what was paid is not known"
        )
    now = paid[-1]
    share = now.seller_share
    price = words.show(_price(now), now.unit)
    told = f"In {now.year} {now.buyer_name} paid {price}"
    if not share.present:
        return f"{told}, outside of what would serve both that year"
    return f"{told}: {part(share)} of the gain went to the seller"


def _price(each: BargainYear) -> Estimate:
    """What was paid, by the source that counts first."""
    return each.paid.price if each.paid else absent("not published")


def _told(each: BargainYear) -> str:
    return (
        f"{each.year}: least {words.show(each.least, '')}, highest {words.show(each.highest, '')}, "
        f"paid {words.show(_price(each), '') if each.paid else 'not known'}."
    )


def _amount(value: Estimate) -> str:
    return words.short(value, "")


def _draw(width: int, dossier: Dossier, years: Sequence[BargainYear]) -> Drawing:
    roomy = width > NARROW
    row, left, right = (ROW, 46.0, 176.0) if roomy else (SMALL_ROW, 38.0, 14.0)
    limit = _limit(years)
    ticks = [tick for tick in nice_ticks(0, limit, 6 if roomy else 4) if tick <= limit * 1.02]
    height = TOP + row * len(years) + 8
    frame = Frame(width, height, left, right, TOP, 8, (0.0, max(limit, ticks[-1])), (0.0, 1.0))
    body = _key(years[0], dossier, roomy=roomy)
    letters = tick_letters(ticks, "")
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, TOP - 6, x, height - 8, tone="axis" if tick == 0 else "grid")
        body += svg.text(x, TOP - 11, letters(tick), size=11.5, tone="muted", anchor="middle")
    hovers: list[Hover] = []
    for at, each in enumerate(years):
        middle = TOP + row * at + (row / 2 if roomy else 16)
        body += svg.text(0, middle + 4, str(each.year), size=12.5, tone="ink", bold=True)
        body += _bar(frame, each, middle, _tones(dossier, each))
        said = _split(each)
        if roomy:
            body += svg.lines_of_text(width - right + 12, middle - 3,
                                      svg.wrap(said, right - 12, 11.5, most=2), size=11.5,
                                      tone="ink-soft", leading=1.25)  # fmt: skip
        else:
            body += svg.text(left, middle + 25, svg.wrap(said, width - left, 11.5, most=1)[0],
                             size=11.5, tone="ink-soft")  # fmt: skip
        hovers.append(Hover(frame.px(min(_price(each).point or 0.0, limit)), middle, _told(each)))
    return Drawing(width, height, body, tuple(hovers))


def _limit(years: Sequence[BargainYear]) -> float:
    """The right end of the axis: a single huge price does not press all others flat."""
    highest = sorted(each.highest.high or each.highest.point or 0.0 for each in years)
    usual = highest[len(highest) // 2]
    paid = max((_price(each).high or _price(each).point or 0.0) for each in years)
    return max(min(highest[-1], CUT * usual), paid)


def _tones(dossier: Dossier, each: BargainYear) -> tuple[str, str]:
    """Colours of seller and buyer: those of the two states."""
    return ("a", "b") if each.seller == dossier.a.iso3 else ("b", "a")


def _bar(frame: Frame, each: BargainYear, y: float, tones: tuple[str, str]) -> str:
    """The two parts, the intervals of both ends, the price paid."""
    seller, buyer = tones
    edge = frame.x[1]
    least, highest = each.least.point or 0.0, each.highest.point or 0.0
    paid = _price(each).point
    turn = min(max(least if paid is None else paid, least), max(least, highest))
    body = ""
    if highest > least:
        parts = (
            [(least, highest, "even")]
            if paid is None
            else [(least, turn, f"{seller}-soft"), (turn, highest, f"{buyer}-soft")]
        )
        for low, high, tone in parts:
            x1, x2 = frame.px(min(low, edge)), frame.px(min(high, edge))
            body += svg.rect(x1, y - THICK / 2, x2 - x1, THICK, fill=tone)
    for value, tone in ((each.least, seller), (each.highest, buyer)):
        body += _whisker(frame, value, y, f"{tone}-ink")
    if highest > edge:
        x = frame.px(edge)
        body += svg.text(x - 3, y + 4, f"to {_amount(each.highest)}", size=11, tone="ink",
                         anchor="end", halo=True)  # fmt: skip
    for other in each.others:
        x = frame.px(min(other.price.point or 0.0, edge))
        body += svg.line(x, y - THICK / 2 - 3, x, y + THICK / 2 + 3, tone="ink-soft", width=1)
    if paid is not None:
        body += svg.line(frame.px(paid), y - THICK / 2 - 5, frame.px(paid), y + THICK / 2 + 5,
                         tone="ink", width=2.6)  # fmt: skip
        body += _whisker(frame, _price(each), y, "ink")
    return body


def _whisker(frame: Frame, value: Estimate, y: float, tone: str) -> str:
    """A thin line over an interval, as far as the axis goes."""
    if value.low is None or value.high is None:
        return ""
    x1, x2 = (frame.px(min(end, frame.x[1])) for end in (value.low, value.high))
    if x2 - x1 < 2:
        return ""
    caps = [x for x, end in ((x1, value.low), (x2, value.high)) if end <= frame.x[1]]
    return svg.line(x1, y, x2, y, tone=tone, width=1.4) + "".join(
        svg.line(x, y - 3.5, x, y + 3.5, tone=tone, width=1.4) for x in caps
    )


def _split(each: BargainYear) -> str:
    """How the surplus was split, in a few words."""
    if not each.paid:
        return "price not known"
    if each.seller_share.present:
        return f"seller’s part {part(each.seller_share)}"
    return _outside(each)


def _outside(each: BargainYear) -> str:
    """Why there is no split."""
    paid = _price(each).point or 0.0
    if each.least.point is not None and paid < each.least.point:
        return "below the seller’s least price"
    if each.highest.point is not None and paid > each.highest.point:
        return "above the buyer’s highest price"
    return words.why(each.seller_share)


def _key(one: BargainYear, dossier: Dossier, *, roomy: bool) -> str:
    """What colours and marks mean."""
    seller, buyer = _tones(dossier, one)
    entries = ((f"{seller}-soft", f"{one.seller_name}’s part" if roomy else "seller’s part"),
               (f"{buyer}-soft", f"{one.buyer_name}’s part" if roomy else "buyer’s part"),
               ("ink", "price paid"))  # fmt: skip
    body, x = "", 0.0
    for tone, name in entries:
        if tone == "ink":
            body += svg.line(x + 7, 2, x + 7, 16, tone=tone, width=2.6)
        else:
            body += svg.rect(x, 4, 16, 10, fill=tone)
        body += svg.text(x + 22, 13, name, size=11.5, tone="ink-soft")
        x += svg.text_width(name, 11.5) + 40
    return body


def _notes(powers: Sequence[PowerReading], years: Sequence[BargainYear]) -> Iterator[str]:
    """The seller's power by both readings, and where the intervals come from."""
    found = [each for each in powers if each.source == powers[0].source]
    for each in found:
        off = "" if each.absolute is None else f", off by {each.absolute:.0f} {each.unit}"
        better = each.chosen and len(found) > 1
        best = "; of the two readings it foretells years it has not seen better" * better
        yield (
            f"Seller’s power if {each.reading}: {words.show(each.power, '')} (0: the buyer has "
            f"all, 1: the seller){off}{best}."
        )
    yield "Reservation prices: the market solved again without this contract."
    bases = dict.fromkeys(v.basis for each in years for v in (each.least, each.highest))
    yield f"Intervals: {words.listed(bases)}."
    sources = dict.fromkeys(each.paid.source for each in years if each.paid)
    if sources:
        yield f"Price paid: {words.listed(sources)}; thin marks are other sources."


def _table(years: Sequence[BargainYear]) -> Table:
    unit = years[0].unit
    return Table(
        ("Year", f"Seller’s least, {unit}", f"Buyer’s highest, {unit}", "Price paid",
         "Foretold from other years", "Seller’s part", "Gain of the seller, USD bn",
         "Gain of the buyer, USD bn"),
        tuple(
            (str(each.year), _cell(each.least), _cell(each.highest), _paid(each),
             _cell(each.foretold), part(each.seller_share)
             if each.seller_share.present else _split(each),
             _cell(each.paid.seller_gain) if each.paid else "–",
             _cell(each.paid.buyer_gain) if each.paid else "–")
            for each in years
        ),
        "Each with its 90 % interval. Gains are against what "
        "each could have had from others.",
    )  # fmt: skip


def _paid(each: BargainYear) -> str:
    """What was paid, by every source."""
    found = [*([each.paid] if each.paid else []), *each.others]
    return "; ".join(f"{words.show(one.price, '')} ({one.source})" for one in found) or "–"


def _cell(value: Estimate) -> str:
    return words.show(value, "") if value.present else "–"


def _data(market: FuelMarket, years: Sequence[BargainYear]) -> Iterator[Mapping[str, Cell]]:
    for each in years:
        unit = each.unit
        values = [
            ("least", each.least, unit), ("highest", each.highest, unit),
            ("least before the line was built", each.least_before, unit),
            ("foretold", each.foretold, unit), ("seller share", each.seller_share, "1"),
            ("amount", each.amount, ""),
        ]  # fmt: skip
        for one in (*([each.paid] if each.paid else []), *each.others):
            values.append((f"paid, {one.source}", one.price, unit))
            values.append((f"seller gain, {one.source}", one.seller_gain, "USD bn"))
            values.append((f"buyer gain, {one.source}", one.buyer_gain, "USD bn"))
        for what, value, name in values:
            yield _row(each.fuel, each.seller, each.buyer, str(each.year), what, value, name)
    for power in market.powers:
        what = f"power, {power.reading}, {power.source}"
        yield _row(power.fuel, power.seller, power.buyer, "", what, power.power, "1")


def _row(
    fuel: str, seller: str, buyer: str, year: str, what: str, value: Estimate, unit: str
) -> Mapping[str, Cell]:
    return {
        "fuel": fuel, "seller": seller, "buyer": buyer, "year": year, "what": what,
        "value": value.point, "low": value.low, "high": value.high, "unit": unit,
        "interval_basis": value.basis,
    }  # fmt: skip
