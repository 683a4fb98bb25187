"""The part of the page that says what changed and why: its figures, and which sentences lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from steelyard.dossier.explanation.diversion import diverted
from steelyard.dossier.explanation.sentences import UNUSUAL
from steelyard.dossier.records import Change, Dossier, Explanation
from steelyard.report import words
from steelyard.report.figures.breaks import asked_figure, break_figures
from steelyard.report.figures.expected import expected_figures, unusual
from steelyard.report.figures.goods import goods_figure
from steelyard.report.figures.mirrored import mirror_figure
from steelyard.report.figures.record import Figure
from steelyard.report.figures.sides import CHANGE, sides
from steelyard.report.figures.waterfall import waterfall_figure
from steelyard.vocabulary.states import find

HEADLINES = ("trade.export_share", "trade.import_share")
BLOCS, GOODS = ".blocs", ".goods"
MOST_BREAKS = 6  # in sight; the others are folded


@dataclass(frozen=True, slots=True)
class ChangePart:
    """What the template lays out, from the top of the part to its end."""

    start: int
    end: int
    by_direction: tuple[tuple[str, str, tuple[str, ...]], ...]  # tone, who on whom, sentences
    ratio: str
    large: tuple[Figure, ...]
    small: tuple[Figure, ...]
    folded: tuple[Figure, ...]
    goods: tuple[Figure, ...]
    break_sentences: tuple[str, ...]
    breaks: tuple[Figure, ...]
    more_breaks: tuple[Figure, ...]
    tests: tuple[Figure, ...]
    expected_sentences: tuple[str, ...]
    expected: tuple[Figure, ...]
    mirrors: tuple[Figure, ...]
    limits: tuple[str, ...]


def change_figures(dossier: Dossier) -> Iterator[Figure]:
    """Every figure of the part; none where the dossier explains nothing."""
    why = dossier.explanation
    if why is None:
        return
    for change in why.changes:
        if change.id.endswith(BLOCS) and change.measure not in HEADLINES:
            continue  # both ways by bloc: the same story once more
        if change.id.endswith(GOODS):
            yield goods_figure(dossier, change)
        else:
            yield waterfall_figure(dossier, change, large=_is_large(dossier, change))
    yield from break_figures(dossier, why)
    for figure in (asked_figure(dossier, why), mirror_figure(dossier, why)):
        if figure is not None:
            yield figure
    yield from expected_figures(dossier, why)


def _is_large(dossier: Dossier, change: Change) -> bool:
    """The first state's exports and imports, in which the story is mostly told."""
    return (
        change.measure in HEADLINES
        and change.subject == dossier.a.iso3
        and not change.id.endswith(BLOCS)
    )


def change_part(dossier: Dossier, figures: Sequence[Figure]) -> ChangePart | None:
    """The part of the page, or None where there is nothing to explain."""
    why = dossier.explanation
    if why is None:
        return None
    own = {figure.id: figure for figure in figures if figure.domain == CHANGE}

    def drawn(changes: Iterable[Change]) -> tuple[Figure, ...]:
        wanted = (words.slug(f"change-{change.id}") for change in changes)
        return tuple(own[id_] for id_ in wanted if id_ in own)

    large = [one for one in why.changes if _is_large(dossier, one)]
    goods = [one for one in why.changes if one.id.endswith(GOODS)]
    small = [one for one in why.changes if one not in large and _is_small(one)]
    rest = [one for one in why.changes if one not in (*large, *goods, *small)]
    breaks = [own[id_] for id_ in own if id_.startswith("break-") and id_ != "break-tests"]
    tests = [own["break-tests"]] if "break-tests" in own else []
    return ChangePart(
        start=why.start,
        end=why.end,
        by_direction=tuple(_by_direction(dossier, why)),
        ratio=next((c.sentence for c in why.changes if c.measure == "trade.log_ratio"), ""),
        large=drawn(large),
        small=drawn(small),
        folded=drawn(rest),
        goods=drawn(goods),
        break_sentences=tuple(break_sentences(why)),
        breaks=tuple(breaks[:MOST_BREAKS]),
        more_breaks=tuple(breaks[MOST_BREAKS:]),
        tests=tuple(tests),
        expected_sentences=tuple(expected_sentences(why)),
        expected=tuple(own[id_] for id_ in own if id_.startswith("expected-")),
        mirrors=tuple(own[id_] for id_ in own if id_ == "change-mirrors"),
        limits=why.limits,
    )


def _is_small(change: Change) -> bool:
    """The other direction's exports and imports, and the ratio of both sides."""
    headline = change.measure in HEADLINES and not change.id.endswith(BLOCS)
    return headline or change.measure == "trade.log_ratio"


def _by_direction(dossier: Dossier, why: Explanation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Sentences on exports and imports, each direction for itself."""
    for side in sides(dossier):
        told = tuple(
            change.sentence
            for measure in HEADLINES
            for change in why.changes
            if change.measure == measure and side.owns(change) and change.sentence
        )
        if told:
            yield side.tone, side.name, told


def break_sentences(why: Explanation) -> Iterator[str]:
    """How many series were asked, how many have a break, and how often that would be chance."""
    asked = [test for test in why.tests if test.p_value is not None]
    if not asked:
        if why.tests:
            yield "No series is long enough to tell a break from drift."
        return
    having = [test for test in asked if test.breaks]
    rate = f"{UNUSUAL * 100:.0f} %"
    chance = f"{len(asked) * UNUSUAL:.1f}".rstrip("0").rstrip(".")
    if not having:
        yield (
            f"{len(asked)} series were asked for breaks at a false-alarm rate of {rate}. In none "
            "can a break be told from drift: a steady course with noise that fades slowly gives "
            "as much."
        )
    else:
        yield (
            f"{len(asked)} series were asked for breaks at a false-alarm rate of {rate}: "
            f"{len(having)} {'have' if len(having) > 1 else 'has'} one that drift does not "
            f"explain, and about {chance} would by chance alone."
        )
    if having and len(having) < len(asked):
        yield f"In the other {len(asked) - len(having)} no break can be told from drift."
    short = len(why.tests) - len(asked)
    if short:
        yield f"{short} more {'are' if short > 1 else 'is'} too short to ask."


def expected_sentences(why: Explanation) -> Iterator[str]:
    """The most unusual counterfactuals in words, or that none was made."""
    made = [one for one in why.counterfactuals if one.id.startswith("synthetic")]
    controls = [one for one in made if one.p_value is not None]
    if not why.counterfactuals:
        yield "No expectation can be set against these years; the reason stands below."
        return
    told = unusual(controls)
    if made and not controls:
        yield "No placebo state fits well enough to say whether a share moved unusually."
    ranked = sorted(told, key=lambda one: one.p_value or 0.0)
    for subject in dict.fromkeys(one.subject for one in controls):
        own = [one.sentence for one in ranked if one.subject == subject][:1]
        calm_side = f"In the trade of {find(subject).sentence_name} no share is unusual."
        yield from own or ([calm_side] if told else [])
    calm = {one.event_year for one in controls} - {one.event_year for one in told}
    for year in sorted(calm) if told else ():
        yield f"Around {year} no share is unusual: each moved as those of similar states did."
    if controls and not told:
        yield (
            f"Around {words.listed(str(one.event_year) for one in controls)} the shares moved as "
            "those of similar states did: no synthetic control is unusual."
        )
    yield from (one.sentence for one in why.counterfactuals if one.id.startswith("gravity"))
    yield from diverted(why.counterfactuals, UNUSUAL)
