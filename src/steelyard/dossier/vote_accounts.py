"""Three accounts of whether a pair votes more alike: raw, beyond chance, and by distance.

They answer different questions and can contradict each other: raw agreement rises when everybody
says yes more often. Where they do, all three are told side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from steelyard.dossier.evidence import Evidence, cap, origins_of
from steelyard.dossier.records import Disagreement, Finding, Point, Series
from steelyard.dossier.request import Request
from steelyard.vocabulary.estimate import Estimate

ALIKE = (
    # measure, whether more of it is more alike, name in a sentence, name in a table
    ("votes.agreement", 1, "agreement", "raw agreement"),
    ("votes.kappa", 1, "agreement beyond chance", "agreement beyond chance"),
    ("votes.distance", -1, "the distance of their ideal points", "distance of ideal points"),
)
FEWEST_YEARS = 5  # from the first year to the last, for a course to tell


@dataclass(frozen=True, slots=True)
class Account:
    """One measure of the pair at two years; `sign` is 1 where it says more alike, -1 less."""

    series: Series
    first: Point
    last: Point
    sentence: str
    label: str
    sign: int


def accounts(found: Sequence[Series], asked: Request) -> tuple[Account, ...]:
    """The three at the first and the last year that all have; none where one is absent."""
    chosen = [_series(found, measure, asked) for measure, *_ in ALIKE]
    there = [item for item in chosen if item is not None]
    if len(there) < len(ALIKE):
        return ()
    common = set.intersection(
        *({p.period for p in item.points if p.value.present} for item in there)
    )
    years = sorted(common)
    if len(years) < 2 or int(years[-1]) - int(years[0]) < FEWEST_YEARS:
        return ()
    made = []
    for (_, way, sentence, label), item in zip(ALIKE, there, strict=True):
        first, last = _at(item, years[0]), _at(item, years[-1])
        change = (last.value.point or 0.0) - (first.value.point or 0.0)
        made.append(
            Account(item, first, last, sentence, label, way * (change > 0) - way * (change < 0))
        )
    return tuple(made)


def _series(found: Sequence[Series], measure: str, asked: Request) -> Series | None:
    """Our own series of the pair as a whole."""
    return next(
        (
            item
            for item in found
            if item.measure == measure
            and {item.subject, item.partner} == set(asked.codes)
            and not item.part
            and not item.basis.startswith("published")
        ),
        None,
    )


def _at(item: Series, period: str) -> Point:
    """The point of a period that is known to be there."""
    return next(entry for entry in item.points if entry.period == period)


def contradict(told: Sequence[Account]) -> bool:
    """Whether one account says more alike and another less."""
    return {account.sign for account in told} >= {1, -1}


def account_differences(found: Sequence[Series], asked: Request) -> Iterator[Disagreement]:
    """The accounts side by side, where they contradict each other."""
    told = accounts(found, asked)
    if not contradict(told):
        return
    years = told[0].first.period, told[0].last.period
    more = [account.label for account in told if account.sign > 0]
    less = [account.label for account in told if account.sign < 0]
    yield Disagreement(
        title="Do the two vote more alike?",
        period=f"{years[0]} to {years[1]}",
        unit="index",
        figures=tuple(
            (
                f"{account.label}, {entry.period}",
                round(entry.value.point or 0.0, 3),
                entry.origins[0],
            )
            for account in told
            for entry in (account.first, account.last)
        ),
        spread=1.0,
        comment=f"More alike by {' and '.join(more)}, less by {' and '.join(less)}: different "
        "questions, not errors. Raw agreement follows how often all states say yes, chance-"
        "corrected agreement takes that out, and the distance takes out which texts came up.",
    )


def alignment(evidence: Evidence) -> Finding | None:
    """What the three accounts say, first year against last."""
    told = accounts(evidence.series, evidence.asked)
    if not told:
        return None
    a, b = evidence.asked.a, evidence.asked.b
    raw, corrected, distance = told
    link = "but" if raw.sign * corrected.sign < 0 else "and"
    return Finding(
        id="alignment",
        sentence=(
            f"Between {raw.first.period} and {raw.last.period} agreement of {a.sentence_name} and "
            f"{b.sentence_name} in the UN General Assembly {_went(raw)}, {link} agreement beyond "
            f"chance {_went(corrected)} and the distance of their ideal points {_went(distance)}."
        ),
        kind="estimated",
        value=distance.last.value,
        unit="index",
        robustness=(
            f"{cap(_verdict(told))}. Raw agreement follows how often all states say yes; positions "
            "assume one dimension and known texts."
        ),
        figure="votes.distance",
        series=tuple(account.series.id for account in told),
        origins=origins_of(*(entry for account in told for entry in (account.first, account.last))),
    )


def _verdict(told: Sequence[Account]) -> str:
    """Whether the accounts point one way."""
    if contradict(told):
        return "the three accounts contradict each other and are shown side by side"
    return "the three accounts point one way"


def _went(account: Account) -> str:
    """From the first value to the last."""
    return f"went from {_text(account.first.value)} to {_text(account.last.value)}"


def _text(value: Estimate) -> str:
    """An index with its interval, two decimals."""
    if value.point is None or value.low is None or value.high is None:
        return value.text()
    return f"{value.point:.2f} ({value.low:.2f} to {value.high:.2f})".replace("-", "−")
