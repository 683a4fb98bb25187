"""The explanation in sentences, in the order of importance for a reader with little time."""

from __future__ import annotations

from steelyard.dossier.explanation.diversion import diverted
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.records import Break, BreakTest, Change, Counterfactual

UNUSUAL = 0.1  # p-values up to here are told first
TOLD = 3  # breaks and counterfactuals that are told in words


def sentences(
    span: Span,
    changes: tuple[Change, ...],
    tests: tuple[BreakTest, ...],
    breaks: tuple[Break, ...],
    counterfactuals: tuple[Counterfactual, ...],
    gaps: tuple[str, ...],
) -> tuple[str, ...]:
    """Changes, breaks, counterfactuals, gaps; what is missing is said as well."""
    told = [change.sentence for change in changes if change.sentence]
    if span.first is None:
        told.insert(
            0,
            f"No trade between the two is known in two different years from {span.asked[0]} to "
            f"{span.asked[1]}, so no change of a share can be split.",
        )
    ordered = sorted(told, key=lambda text: _rank(text, changes))
    first = [text for text in ordered if _rank(text, changes)[0] <= FIRST]
    of_breaks = _breaks(tests, breaks)
    verdicts, rest = _counterfactuals(counterfactuals)
    return (
        *first,
        *verdicts,
        *of_breaks[:1],
        *ordered[len(first) :],
        *rest,
        *of_breaks[1:],
        *gaps,
    )


ORDER = (
    "trade.export_share",
    "trade.import_share",
    "trade.log_ratio",
    "trade.trade_share",
    "trade.flow",
    "trade.dependence",
)


FIRST = 2  # places of that order that come before the verdicts


def _rank(text: str, changes: tuple[Change, ...]) -> tuple[int, int]:
    """Shares of the first state, then of the second, then the rest."""
    change = next((one for one in changes if one.sentence == text), None)
    if change is None:
        return (-1, 0)
    second = int(change.subject != changes[0].subject)
    return (ORDER.index(change.measure), second)


def _breaks(tests: tuple[BreakTest, ...], breaks: tuple[Break, ...]) -> tuple[str, ...]:
    """How many of the series have a break, and the most unlikely ones."""
    asked = [test for test in tests if test.p_value is not None]
    if not asked:
        return ("No series is long enough to tell a break from drift.",) if tests else ()
    having = sum(test.breaks > 0 for test in asked)
    chance = len(asked) * UNUSUAL
    head = (
        f"Of {len(asked)} series asked for breaks {having or 'none'} "
        f"{'have' if having > 1 else 'has'} one that drift does not explain; about "
        f"{chance:.0f} would by chance."
    )
    first = sorted(breaks, key=lambda one: (one.measure.split(".")[0] != "trade", one.p_value))
    first = first[:TOLD]
    return (head, *(f"{one.sentence}{_events(one)}" for one in first))


def _events(one: Break) -> str:
    """What the register has in that time, without a claim."""
    if not one.events:
        return " No registered event lies in that time."
    named = "; ".join(f"{event.date} {event.text}" for event in one.events[:TOLD])
    return f" Registered in that time, not as a cause: {named}."


def _counterfactuals(
    found: tuple[Counterfactual, ...],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each event how many are unusual; then the most unusual, and expected trade."""
    controls = [one for one in found if one.id.startswith("synthetic")]
    verdicts: list[str] = []
    lines: list[str] = []
    for year in dict.fromkeys(one.event_year for one in controls):
        of_year = [one for one in controls if one.event_year == year]
        ranked = sorted(of_year, key=lambda one: 1.0 if one.p_value is None else one.p_value)
        told = [one for one in ranked if one.p_value is not None and one.p_value <= UNUSUAL]
        verdicts.append(
            f"{year} ({of_year[0].event}): {len(told) or 'none'} of {len(of_year)} synthetic "
            f"controls {'are' if len(told) > 1 else 'is'} unusual at p <= {UNUSUAL}"
            f"{'.' if told else ': the shares moved as those of similar states did.'}"
        )
        lines += [one.sentence for one in told[:TOLD]]
    expected = [one.sentence for one in found if one.id.startswith("gravity")]
    return tuple(verdicts), (*lines, *expected, *diverted(found, UNUSUAL))
