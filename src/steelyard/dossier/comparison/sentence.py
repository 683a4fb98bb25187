"""The answer to whether a state is another's vassal, as one sentence for each direction."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.records import ClassDefinition, ClassOdds
from steelyard.dossier.words import listed, rank_text
from steelyard.vocabulary.states import State

NOTE = (
    "The words describe a rank in a stated class of comparison, not intent, loyalty or legal "
    "status: a state may rank high and act on its own, or rank low and be bound by treaty."
)


def class_sentence(
    asked: Sequence[tuple[State, State]],
    stated: Sequence[ClassDefinition],
    odds: Sequence[ClassOdds],
) -> str:
    """Probability of each class by the main definition, now and before, and its range over all.

    Empty where no direction has an answer.
    """
    told = [_direction(subject, partner, stated, odds) for subject, partner in asked]
    return " ".join(sentence for sentence in told if sentence)


def _direction(
    subject: State, partner: State, stated: Sequence[ClassDefinition], odds: Sequence[ClassOdds]
) -> str:
    """The sentence of one direction."""
    main = next(one for one in stated if one.main)
    own = [
        one
        for one in odds
        if (one.subject, one.partner) == (subject.iso3, partner.iso3)
        and one.probabilities
        and one.measure in ("trade.trade_share", "")
    ]
    of_main = [one for one in own if one.definition == main.id]
    if not of_main:
        return ""
    now = of_main[0]
    earlier = f"; in {of_main[1].year} {_classes(of_main[1])}" if len(of_main) > 1 else ""
    return (
        f"{subject.name} on {partner.sentence_name} in {now.year}: {_classes(now)}, with trade at "
        f"{rank_text(now.value)} {_lower(main.title)}{earlier}. {_others(stated, own)}"
    )


def _lower(title: str) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]


def _classes(one: ClassOdds) -> str:
    """Classes with their probabilities, the likeliest first; those below 1 % are left out."""
    ordered = sorted(one.probabilities, key=lambda entry: -entry[1])
    return listed([f"{name} {percent(chance)}" for name, chance, _ in ordered if chance >= 0.01])


def _others(stated: Sequence[ClassDefinition], own: Sequence[ClassOdds]) -> str:
    """What the highest class becomes under the other definitions, those alike told together."""
    newest: dict[str, ClassOdds] = {}
    for one in own:
        newest.setdefault(one.definition, one)
    alike: dict[str, list[str]] = {}
    for definition in stated:
        found = newest.get(definition.id)
        if found is not None and not definition.main:
            chance = percent(found.probabilities[-1][1])
            alike.setdefault(chance, []).append(f"“{_lower(definition.title)}”")
    highest = next(one for one in stated if one.main).names[-1]
    told = [f"{chance} by {listed(names)}" for chance, names in alike.items()]
    return f"{highest[:1].upper()}{highest[1:]}: {'; '.join(told)}." if told else ""


def percent(chance: float) -> str:
    """A probability as per cent; the draws say no more than one in a hundred.

    Examples
    --------
    >>> percent(0.625), percent(0.002), percent(0.999)
    ('62 %', 'under 1 %', 'over 99 %')
    """
    if chance < 0.005:
        return "under 1 %"
    return "over 99 %" if chance > 0.995 else f"{100 * chance:.0f} %"
