"""A triangle for a person, within 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.dossier.records import TieDefinition, Triangle, TriangleYear

WIDTH = 78
BACK = (0, 5, 10, 20)  # years before the newest that are shown of each definition
BAR = 22
FILL = "█▓▒░"  # the four types, in their order
ORDER = (
    "Better for a state, by Dittmer's rule (1981) to be on good terms with as many as possible, "
    "best with two who are not so with each other: {0}. It does not say by how much."
)


def lines_of(found: Triangle, by: str | None) -> Iterator[str]:
    """The answer line by line."""
    yield f"Triangle: {', '.join(found.names)}"
    yield from _wrapped(f"Third state: {found.chosen}.")
    yield ""
    for sign, name, term in zip(FILL, found.types, found.terms, strict=True):
        yield f"  {sign}  {name} ({term})"
    absent = dict(found.absent)
    for one in found.definitions:
        if by in (None, one.id):
            yield ""
            yield from _definition(found, one, every=by is not None, why=absent.get(one.id))
    yield ""
    yield from _wrapped(ORDER.format(", ".join(found.roles)))
    yield ""
    yield from _camps(found)


def _definition(
    found: Triangle, one: TieDefinition, *, every: bool, why: str | None
) -> Iterator[str]:
    """One way to tell a positive tie: its years, then the newest one's ties and roles."""
    yield f"{one.title}{' (main)' if one.main else ''}  [{one.id}]"
    yield from _wrapped(f"positive if {one.positive}", "  ")
    years = found.of(one.id)
    if not years:
        yield from _wrapped(f"not known: {why}", "  ")
        return
    yield f"  {'':4}  {'':{BAR}}  {''.join(f'{sign:>12}' for sign in FILL)}"
    newest = years[-1].year
    for year in years:
        if every or newest - year.year in BACK:
            yield _row(year)
    yield from _ties(years[-1], one)
    yield from _roles(found, years[-1])
    other = "; ".join(f"at {cut:g} {_likeliest(found, types)}" for cut, types in
                      years[-1].other_cuts)  # fmt: skip
    yield from _wrapped(f"threshold {one.cut:g}; {newest} {other}", "  ")


def _row(year: TriangleYear) -> str:
    """Bar of the four types, and their probabilities."""
    cells = [round(sum(year.types[:place]) * BAR) for place in range(5)]
    bar = "".join(
        sign * (cells[place + 1] - cells[place]) for place, sign in enumerate(FILL)
    ).ljust(BAR)
    return f"  {year.year}  {bar}  " + "".join(f"{_percent(each):>12}" for each in year.types)


def _ties(year: TriangleYear, one: TieDefinition) -> Iterator[str]:
    """Value, threshold and probability of each tie."""
    share = one.unit == "1"
    for tie in year.ties:
        threshold = f"{tie.threshold:.0%}".replace("%", " %") if share else f"{tie.threshold:.2g}"
        yield (
            f"  {tie.first}-{tie.second}  {tie.value.text(percent=share):<24} from {threshold:<7}"
            f" positive {_percent(tie.positive)}"
        )


def _roles(found: Triangle, year: TriangleYear) -> Iterator[str]:
    """The two likeliest roles of each state."""
    for code, roles in zip(found.states, year.roles, strict=True):
        order = sorted(range(len(roles)), key=lambda place: -roles[place])
        told = [f"{found.roles[p]} {_percent(roles[p])}" for p in order[:2] if roles[p] >= 0.005]
        yield f"  {code}  {', '.join(told)}"


def _likeliest(found: Triangle, types: Sequence[float]) -> str:
    place = max(range(len(types)), key=lambda at: types[at])
    return f"{found.types[place]} {_percent(types[place])}"


def _camps(found: Triangle) -> Iterator[str]:
    """The newest year of the camps."""
    if not found.camps:
        yield from _wrapped(f"Camps among the {found.set_title}: the pair has no votes there.")
        return
    a, b, third = found.states
    first, newest = found.camps[0], found.camps[-1]
    yield f"Camps among the {found.set_title} and the three, by votes"
    yield f"  {'year':<6}{'ties':>6}{'frustrated':>12}{'triads':>9}{'walks':>8}" + "".join(
        f"{pair:>10}" for pair in (f"{a}+{b}", f"{a}+{third}", f"{b}+{third}")
    )
    for year in found.camps:
        if year in (first, newest) or newest.year - year.year in BACK:
            chances = (year.together, year.a_third, year.b_third)
            yield (
                f"  {year.year:<6}{year.ties:>6}{_number(year.frustrated.point, 0):>12}"
                f"{_number(year.triads.point, 2):>9}{_number(year.walks.point, 3):>8}"
                + "".join(f"{'-' if c is None else _percent(c):>10}" for c in chances)
            )
    yield from _wrapped(
        "frustrated: fewest ties to change for two camps, exact; triads, walks: 1 balanced, 0.5 "
        f"as by chance; last columns: in one camp, over {newest.draws} redraws in {newest.year}, "
        "over all best divisions in years without redraws.", "  "
    )  # fmt: skip


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _percent(value: float) -> str:
    if value > 0.99:
        return ">99 %"
    return "<1 %" if value < 0.01 else f"{value * 100:.0f} %"


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
