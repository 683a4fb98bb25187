"""The sentence on where a tie stands among others, and in which class stated beforehand."""

from __future__ import annotations

from steelyard.dossier.comparison.sentence import percent
from steelyard.dossier.evidence import Evidence, kind_of, last, origins_of
from steelyard.dossier.records import ClassOdds, Finding, Point, Series
from steelyard.dossier.words import listed, possessive, rank_text

MEASURE = "trade.standing"
LEAST = 0.01  # rarer classes are not named
TRADE = "trade.trade_share"  # what the classes of trade are made of


def place(evidence: Evidence) -> Finding | None:
    """How the stronger tie ranks among the largest ties of all states, and in which class."""
    found = [
        (state, other, item)
        for state, other in evidence.asked.directions()
        if (item := evidence.get(MEASURE, state.iso3)) is not None
    ]
    if not found:
        return None
    state, other, item = max(found, key=lambda entry: last(entry[2]).value.point or 0.0)
    now, before = last(item), _ten_years_before(item)
    against = f", against {rank_text(before.value)} in {before.period}" if before else ""
    return Finding(
        id="standing",
        sentence=(
            f"Set among all states’ trade with their largest partner, "
            f"{possessive(state.sentence_name)} trade with {other.sentence_name} stood at "
            f"{rank_text(now.value)} in {now.period}{against}.{_class(evidence, state.iso3)}"
        ),
        kind=kind_of(now),
        value=now.value,
        unit="percentile",
        robustness=_robustness(evidence, state.iso3),
        figure=MEASURE,
        series=(item.id,),
        origins=origins_of(now, *([before] if before else [])),
    )


def _ten_years_before(item: Series) -> Point | None:
    """The last point ten years or more before the newest one."""
    now = last(item)
    earlier = [entry for entry in item.points if entry.value.present and entry.x <= now.x - 10]
    return earlier[-1] if earlier else None


def _odds(evidence: Evidence, subject: str) -> list[ClassOdds]:
    """Of one direction, the newest odds under each definition that looks at trade or at all."""
    beside = evidence.comparison
    newest: dict[str, ClassOdds] = {}
    for one in beside.odds if beside else ():
        if one.subject == subject and one.probabilities and one.measure in (TRADE, ""):
            newest.setdefault(one.definition, one)
    return list(newest.values())


def _class(evidence: Evidence, subject: str) -> str:
    """Probability of each class by the main definition."""
    beside = evidence.comparison
    main = {one.id for one in beside.definitions if one.main} if beside else set()
    for one in _odds(evidence, subject):
        if one.definition in main:
            told = sorted(one.probabilities, key=lambda entry: -entry[1])
            return (
                " By cuts stated beforehand that rank is "
                + listed(
                    [
                        f"“{name}” with a probability of {percent(p)}"
                        for name, p, _ in told
                        if p >= LEAST
                    ]
                )
                + "."
            )
    return ""


def _robustness(evidence: Evidence, subject: str) -> str:
    """How far the highest class moves with the definition."""
    odds = _odds(evidence, subject)
    highest = [one.probabilities[-1][1] for one in odds]
    rank = "The words describe a rank, not intent or legal status."
    if len(highest) < 2:
        return f"A rank among states of all sizes. {rank}"
    name = odds[0].probabilities[-1][0]
    return (
        f"{rank} Over {len(highest)} definitions the probability of “{name}” runs from "
        f"{percent(min(highest))} to {percent(max(highest))}: see where it stands."
    )
