"""Change of a share, split exactly into the partner's flow and every other partner's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import share_of_year
from steelyard.dossier.explanation.ends import Ends
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.explanation.words import points
from steelyard.dossier.records import Change, Contribution
from steelyard.dossier.words import listed, possessive, share
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.series.share_change import share_slopes
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State, find

METHOD = (
    "Shapley: numerator against rest, each additive in its flows, less the growth of world trade"
)
RELATIVE = (
    "Parts of a change of share are measured against world trade: what grew as fast as it has no "
    "part."
)
SHOWN = 6  # other partners named one by one
BLOCS = ("EU", "G7", "POST_SOVIET", "ASEAN", "OPEC")  # the first that a partner belongs to
SALES = {"export": "sales", "import": "purchases", "trade": "trade"}
WHOLE = {"export": "exports", "import": "imports", "trade": "trade"}
JOIN = {"export": "to", "import": "from", "trade": "with"}


@dataclass(frozen=True, slots=True)
class _Split:
    """Part of every partner in a change of share: points and draws."""

    amounts: np.ndarray
    drawn: np.ndarray
    unlisted: float
    basis: str
    world: float  # growth of world trade that is taken out

    def group(self, member: np.ndarray, extra: float = 0.0) -> tuple[float, Estimate]:
        """Exact part of several partners together, and the same with its interval."""
        amount = float(self.amounts[member].sum()) + extra
        draws = self.drawn[:, member].sum(axis=1) + extra
        return amount, estimate_from_draws(amount, draws, basis=self.basis)


def share_changes(
    basis: Basis, span: Span, subject: State, partner: State, both: Ends
) -> tuple[Change, ...]:
    """Export, import and trade share of one partner, by partner and by bloc.

    Shares without a number in one of the years are left out.
    """
    found: list[Change] = []
    world = _world_growth(basis, both)
    for way in SALES:
        if (both.of(way).sum(axis=1) + both.rest(way) <= 0).any():
            continue  # nothing is known of this state's trade in one of the years
        known = tuple(
            share_of_year(basis, place, subject.iso3, partner.iso3, way) for place in both.places
        )
        if all(value.point is not None for value in known):
            split = _split(both, way, basis.trade.state(partner.iso3), world)
            change = _change(basis, span, subject, partner, both, way, split, known)
            found += [change, _by_bloc(basis, change, split)]
    return tuple(found)


def _world_growth(basis: Basis, both: Ends) -> float:
    """World trade at the end over that at the start."""
    start, end = (float(np.nansum(basis.completed.complete(place))) for place in both.places)
    return end / start


def _change(
    basis: Basis,
    span: Span,
    subject: State,
    partner: State,
    both: Ends,
    way: str,
    split: _Split,
    known: tuple[Estimate, ...],
) -> Change:
    """One share between two years."""
    start, end = known
    own = basis.trade.state(partner.iso3)
    contributions = _contributions(basis, both, split, way, own, partner)
    change = (end.point or 0.0) - (start.point or 0.0)
    residual = change - sum(part.amount for part in contributions)
    years = tuple(basis.trade.years[place] for place in both.places)
    whole = f"{possessive(partner.sentence_name)} share of {subject.adjective} {WHOLE[way]}"
    estimated = any(place in basis.completed.places for place in both.places)
    drawn = estimate_from_draws(change, split.drawn.sum(axis=1), basis=split.basis)
    return Change(
        id=f"trade.{way}_share.{subject.iso3}.{partner.iso3}",
        title=whole[:1].upper() + whole[1:],
        sentence=_sentence(whole, years, (start, end), drawn, contributions),
        measure=f"trade.{way}_share",
        subject=subject.iso3,
        partner=partner.iso3,
        unit="1",
        start_period=str(years[0]),
        end_period=str(years[1]),
        start=start,
        end=end,
        change=drawn,
        method=METHOD,
        contributions=contributions,
        residual=residual,
        limits=" ".join(filter(None, (RELATIVE, _imputed_note(estimated, years), span.note))),
        origins=tuple(dict.fromkeys(basis.trade.origins[place] for place in both.places)),
    )


def _split(both: Ends, way: str, own: int, world: float) -> _Split:
    """Every partner's part, at the point and draw by draw.

    Shares do not change where all flows of a year are divided by one number: with the last
    year's divided by the growth of world trade, a flow that grew as fast as it has no part.
    """
    scale = np.array([1.0, 1.0 / world])
    flows, drawn, rest = both.of(way), both.draws(way), both.rest(way) * scale
    others = np.arange(flows.shape[1]) != own

    def parts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = values * scale[:, None]
        mine, theirs = values[..., own], values[..., others].sum(axis=-1) + rest
        slopes = share_slopes(mine[..., 0], mine[..., 1], theirs[..., 0], theirs[..., 1])
        step = values[..., 1, :] - values[..., 0, :]
        slope = np.where(others, slopes.rest[..., None], slopes.own[..., None])
        return slope * step, slopes.rest

    amounts, slope = parts(flows)
    unlisted = float(slope) * float(rest[1] - rest[0])
    return _Split(amounts, parts(drawn)[0], unlisted, both.basis, world)


def _contributions(
    basis: Basis, both: Ends, split: _Split, way: str, own: int, partner: State
) -> tuple[Contribution, ...]:
    """The partner's own flow, and the others', each with its parts."""
    mine = np.arange(split.amounts.size) == own
    flows = both.of(way)
    others = flows[:, ~mine].sum(axis=1)
    word, join = SALES[way], JOIN[way]
    own_amount, own_value = split.group(mine)
    rest_amount, rest_value = split.group(~mine, split.unlisted)
    return (
        Contribution(
            name="partner",
            title=f"{word} {join} {partner.sentence_name} {_course(flows[:, own], split.world)}",
            amount=own_amount,
            value=own_value,
            parts=_both_ways(both, split, way, own, partner),
        ),
        Contribution(
            name="others",
            title=f"{word} {join} others {_course(others, split.world)}",
            amount=rest_amount,
            value=rest_value,
            parts=_partners(basis.trade.codes, split, ~mine),
        ),
    )


def _course(flow: np.ndarray, world: float) -> str:
    """How a flow moved, beside world trade."""
    rose, outgrew = bool(flow[1] >= flow[0]), bool(flow[1] >= flow[0] * world)
    if outgrew:
        return "outgrew world trade" if rose else "fell less than world trade"
    if rose:
        return "lagged world trade"
    return "fell" if world >= 1 else "fell more than world trade"


def _both_ways(
    both: Ends, split: _Split, way: str, own: int, partner: State
) -> tuple[Contribution, ...]:
    """Trade with the partner as sales and purchases: each in proportion to its own change."""
    if way != "trade":
        return ()
    scale = np.array([1.0, 1.0 / split.world])
    steps = {one: np.diff(both.of(one)[:, own] * scale)[0] for one in ("export", "import")}
    total = sum(steps.values())
    if total == 0:
        return ()
    drawn = {one: np.diff(both.draws(one)[:, :, own] * scale, axis=1)[:, 0] for one in steps}
    whole = sum(drawn.values())
    made = []
    for one, step in steps.items():
        amount = float(split.amounts[own] * step / total)
        with np.errstate(divide="ignore", invalid="ignore"):
            draws = split.drawn[:, own] * np.where(whole == 0, 0.0, drawn[one] / whole)
        title = f"{SALES[one]} {JOIN[one]} {partner.sentence_name}"
        value = estimate_from_draws(amount, draws, basis=split.basis)
        made.append(Contribution(name=one, title=title, amount=amount, value=value))
    return tuple(made)


def _partners(
    codes: tuple[str, ...], split: _Split, others: np.ndarray
) -> tuple[Contribution, ...]:
    """The partners that moved the share most, then the rest by direction."""
    order = np.argsort(-np.abs(np.where(others, split.amounts, 0.0)), kind="stable")
    named = [int(place) for place in order[:SHOWN] if split.amounts[place] != 0]
    left = others.copy()
    left[named] = False
    made = [_one(codes[place], split, np.arange(left.size) == place) for place in named]
    side = 1 if split.unlisted >= 0 else -1  # trade outside all pairs goes with its own direction
    for name, title, sign in (
        ("left", "others that gave way", 1),
        ("came", "others that grew", -1),
    ):
        member = left & (sign * split.amounts > 0)
        extra = split.unlisted if sign == side else 0.0
        if member.any() or extra:
            amount, value = split.group(member, extra)
            made.append(Contribution(name=name, title=title, amount=amount, value=value))
    return tuple(made)


def _one(code: str, split: _Split, member: np.ndarray) -> Contribution:
    """One partner by name."""
    amount, value = split.group(member)
    return Contribution(name=code, title=find(code).name, amount=amount, value=value)


def _by_bloc(basis: Basis, change: Change, split: _Split) -> Change:
    """The same change with the other partners by the first bloc that they belong to."""
    codes, year = basis.trade.codes, int(change.end_period)
    left = np.array([code != change.partner for code in codes])
    made = [change.contributions[0].model_copy(update={"parts": ()})]
    for bloc in BLOCS:
        member = left & np.isin(codes, sorted(members(bloc, year)))
        if member.any():
            amount, value = split.group(member)
            title = f"{find_bloc(bloc).title}, as of {year}"
            made.append(Contribution(name=bloc, title=title, amount=amount, value=value))
            left &= ~member
    amount, value = split.group(left, split.unlisted)
    made.append(Contribution(name="rest", title="all others", amount=amount, value=value))
    total = sum(part.amount for part in made)
    exact_change = sum(part.amount for part in change.contributions) + change.residual
    return change.model_copy(
        update={
            "id": f"{change.id}.blocs",
            "title": f"{change.title}, by bloc",
            "sentence": "",
            "contributions": tuple(made),
            "residual": exact_change - total,
        }
    )


def _imputed_note(estimated: bool, years: tuple[int, ...]) -> str:
    """What rests on imputed flows."""
    if not estimated:
        return ""
    return (
        f"In {years[-1]} some pairs have no reporter and their flows are imputed. Ranges of the "
        "shares are bounds, with all missing flows and with none; ranges of the parts are draws "
        "of the imputed flows, and narrower."
    )


def _sentence(
    whole: str,
    years: tuple[int, ...],
    ends: tuple[Estimate, Estimate],
    change: Estimate,
    contributions: tuple[Contribution, ...],
) -> str:
    """From where to where, which part is whose, and who gave way."""
    start, end = ends
    rose = (change.point or 0.0) >= 0
    own, rest = contributions
    unsure = change.low is not None and change.high is not None and change.low <= 0 <= change.high
    text = (
        f"Between {years[0]} and {years[1]} {whole} {'rose' if rose else 'fell'} from "
        f"{share(start)} to {share(end)}{', which may be noise' if unsure else ''}: "
        f"{points(own.value)} because {own.title}, {points(rest.value)} because {rest.title}"
    )
    moved = [part for part in rest.parts if len(part.name) == 3 and (part.amount > 0) == rose]
    if not moved:
        return f"{text}."
    names = listed([find(part.name).sentence_name for part in moved[:3]])
    most = {True: "gave way most", False: "gained most"}[rose]
    return f"{text}; {names} {most}."
