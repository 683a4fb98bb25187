"""What a scenario changes, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.scenarios.schema import Cost, Cut, Links, Scenario, Tariff
from steelyard.vocabulary.blocs import find_bloc
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.industries import REGION_NAMES, sectors
from steelyard.vocabulary.states import find

GROUPS = {
    "all": "all goods and services",
    "technology": "machinery, electronics and vehicles",
    "energy": "mining, refined fuels and utilities",
}

BARE = ("BRICS", "CAS", "OPEC_PLUS")  # blocs whose titles take no article
COMMON = ("States ", "Permanent ", "Treaty ", "Euro ", "Other ", "Rest ")  # words, not names


def side_name(names: Sequence[str]) -> str:
    """Names of a side, in words.

    Examples
    --------
    >>> side_name(["SANCTIONS_2022", "CHN"]), side_name(["RUS"])
    ('States that sanctioned Russia after 24 February 2022, China', 'Russia')
    """
    return ", ".join(_name(name) for name in names)


def _name(name: str) -> str:
    """A state, a bloc, or a region of the baseline."""
    try:
        return find_bloc(name).title
    except UnknownName:
        pass
    try:
        return find(name).name
    except UnknownName:
        return REGION_NAMES.get(name, name)


def within(name: str) -> str:
    """The name of a side, state, bloc or region as it stands within a sentence.

    Examples
    --------
    >>> within("United States"), within("The West"), within("EU"), within("BRICS")
    ('the United States', 'the West', 'the European Union', 'BRICS')
    >>> within("Poland, Japan")
    'Poland, Japan'
    """
    if name.startswith("The "):
        return f"the {name.removeprefix('The ')}"
    try:
        bloc = find_bloc(name)
    except UnknownName:
        pass
    else:
        return bloc.title if bloc.id in BARE else f"the {_uncapped(bloc.title)}"
    try:
        return find(name).sentence_name
    except UnknownName:
        shown = _uncapped(REGION_NAMES.get(name, name))
        return f"the {shown}" if shown.startswith("rest ") else shown


def _uncapped(title: str) -> str:
    """A title that begins with a common word, without its capital."""
    return title[:1].lower() + title[1:] if title.startswith(COMMON) else title


def _within(names: Sequence[str]) -> str:
    """Names of a side within a sentence."""
    return ", ".join(within(name) for name in names)


def changes_in_words(scenario: Scenario) -> tuple[str, ...]:
    """One line for each change.

    Examples
    --------
    >>> from steelyard.scenarios.library import shipped
    >>> changes_in_words(shipped("china-cuts-technology"))
    ('China to Russia, machinery, electronics and vehicles: sales end',)
    """
    lines = [_linked(part) for part in (*scenario.cut, *scenario.cost, *scenario.tariff)]
    lines += [
        f"{_within(part.states)}, {_sectors(part.sectors)}: output from the same inputs times "
        f"{part.factor.text()}"
        for part in scenario.productivity
    ]
    if scenario.leakage is not None:
        lines.append(
            f"of what is cut, {scenario.leakage.share.text()} arrives through third countries at "
            f"{scenario.leakage.extra_cost.text()} times the cost"
        )
    if scenario.reverse:
        lines.append("asked backwards: the gain when this is undone")
    return tuple(lines)


def _linked(part: Links) -> str:
    """A cut, a cost or a tariff in words."""
    joined = "and" if part.both_ways else "to"
    who = f"{_within(part.sellers)} {joined} {_within(part.buyers)}"
    if part.both_ways:
        who += ", both ways"
    return f"{who}, {_sectors(part.sectors)}: {_what(part)}"


def _what(part: Links) -> str:
    """What happens to the sales."""
    if isinstance(part, Cut):
        whole = part.share.known and part.share.point == 1
        return "sales end" if whole else f"a share of {part.share.text()} ends"
    if isinstance(part, Cost):
        return f"cost of delivery times {part.factor.text()}"
    if isinstance(part, Tariff):
        return f"tariff to {part.to.text()}"
    raise TypeError(type(part).__name__)


def _sectors(names: Sequence[str]) -> str:
    """Sectors in words."""
    known = sectors()
    return ", ".join(
        GROUPS.get(name) or (known[name].name.lower() if name in known else name) for name in names
    )
