"""Numbers and probabilities as words: the one place where the page's phrases are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import exp, floor, log10

from steelyard.dossier.records import Dossier, State
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import find

SMALL = 0.1  # below it, two decimals are too few
FINE = 0.005  # part of a figure that three digits do not show
LONGEST_CLAIM = 120  # letters of a headline
SHARE = "1"  # the unit that marks a share, shown as per cent
LOG_RATIO = "log ratio"  # the unit that marks the logarithm of a ratio, shown as "so many times"
_BARE_UNITS = {"", "index", "percentile", "ratio", "rank", "ln", "log ratio"}

_UNIT_NAMES = {
    SHARE: "per cent",
    LOG_RATIO: "as a ratio on a logarithmic scale",
    "ln": "natural logarithm",
    "": "number",
}

DOMAINS = {
    "trade": "Trade",
    "energy": "Energy",
    "technology": "Technology",
    "finance": "Finance",
    "arms": "Arms",
    "votes": "Votes",
    "institutions": "Institutions",
    "region": "Region",
    "standing": "Standing",
    "capability": "Capability",
    "diplomacy": "Diplomacy",
    "opinion": "Opinion",
}

STATUS = {
    "observed": "observed",
    "reconciled": "reconciled from both sides",
    "declared": "declared by one side",
    "quoted": "single quoted figure",
    "estimated": "estimated",
    "absent": "absent",
}


def slug(text: str) -> str:
    """A name for files and anchors: lower-case letters, digits and hyphens.

    Examples
    --------
    >>> slug("share_of exports/RUS")
    'share-of-exports-rus'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def domain_title(domain: str) -> str:
    """The heading of a domain."""
    return DOMAINS.get(domain, domain[:1].upper() + domain[1:])


def domain_order(domain: str) -> int:
    """The place of a domain on the page; unknown ones come last."""
    known = tuple(DOMAINS)
    return known.index(domain) if domain in known else len(known)


def show(estimate: Estimate, unit: str) -> str:
    """Point and interval with the unit: ``34 % (29 to 41)``; counts without decimals."""
    if _within_rounding(estimate):
        estimate = replace(estimate, low=None, high=None, basis="none: within rounding")
    if _is_small(estimate, 100.0 if unit == SHARE else 1.0) and unit != LOG_RATIO:
        return _small(estimate, unit)
    if unit == SHARE:
        return estimate.text(percent=True)
    if unit == LOG_RATIO and estimate.point is not None:
        return _as_times(estimate)
    name = "" if unit in _BARE_UNITS else unit
    value = estimate.point
    if value is not None and estimate.low in (None, value) and value == round(value):
        return f"{value:,.0f} {name}".strip().replace("-", "−")
    return estimate.text(unit=name)


def _within_rounding(estimate: Estimate) -> bool:
    """Whether an interval is narrower than the digits that a reader can use."""
    point, low, high = estimate.point, estimate.low, estimate.high
    if point is None or low is None or high is None or low == high:
        return False
    return high - low < FINE * abs(point)


def _is_small(estimate: Estimate, scale: float) -> bool:
    """Whether two decimals would hide the digits that a figure has."""
    ends = [abs(e) for e in (estimate.point, estimate.low, estimate.high) if e is not None]
    least = SMALL if estimate.low is not None or scale > 1 else 1.0
    return bool(ends) and 0 < max(ends) * scale < least and estimate.point != 0


def _small(estimate: Estimate, unit: str) -> str:
    """A small figure with two significant digits."""
    scale, suffix = (100.0, " %") if unit == SHARE else (1.0, "")
    if unit not in _BARE_UNITS and unit != SHARE:
        suffix = f" {unit}"
    point, low, high = (
        None if end is None else _two_digits(end * scale).replace("-", "−")
        for end in (estimate.point, estimate.low, estimate.high)
    )
    return f"{point}{suffix}" + (f" ({low} to {high})" if low != high else "")


def _as_times(log_ratio: Estimate) -> str:
    """The exponential of a log ratio: a change of scale for reading, like per cent for shares."""
    point, low, high = (
        None if end is None else _two_digits(exp(end))
        for end in (log_ratio.point, log_ratio.low, log_ratio.high)
    )
    return f"{point} times" + (f" ({low} to {high})" if low != high else "")


def short(estimate: Estimate, unit: str) -> str:
    """The point alone, with the digits that its interval supports: ``34 %``."""
    return show(estimate, unit).split(" (")[0] if estimate.present else "no figure"


def interval(estimate: Estimate, unit: str) -> str:
    """The interval alone, ``(29 to 41)``, or nothing where there is none."""
    found = re.search(r"\([^()]* to [^()]*\)$", show(estimate, unit)) if estimate.present else None
    return found[0] if found else ""


def no_interval(estimate: Estimate) -> str:
    """What stands in the place of an interval that is not shown."""
    return "no interval" if estimate.low is None else "within rounding"


def unit_name(unit: str) -> str:
    """The unit as a reader says it."""
    return _UNIT_NAMES.get(unit, unit)


def why(estimate: Estimate) -> str:
    """Why a number or its interval is missing, or what makes the interval wide."""
    return re.sub(r"^(absent|none):\s*", "", estimate.basis)


def likely(probability: float) -> str:
    """A probability in words, by the one scale of the house.

    Examples
    --------
    >>> likely(0.97), likely(0.5), likely(0.1)
    ('very likely', 'about as likely as not', 'unlikely')
    """
    if probability > 0.90:
        return "very likely"
    if probability > 0.66:
        return "likely"
    return "about as likely as not" if probability >= 0.33 else "unlikely"


def chance(probability: float) -> str:
    """A probability in words and in numbers: ``very likely (97 %)``."""
    percent = f"{probability * 100:.0f} %"
    if probability > 0.99:
        percent = "over 99 %"
    elif probability < 0.01:
        percent = "under 1 %"
    return f"{likely(probability)} ({percent})"


def level(estimate: Estimate) -> str:
    """What kind of interval this is."""
    if estimate.low is None:
        return f"no interval: {why(estimate)}"
    if estimate.level is None:
        return "lower and upper bound"
    return f"{estimate.level * 100:.0f} % interval"


def listed(names: Iterable[str]) -> str:
    """Names joined by commas and a final *and*.

    Examples
    --------
    >>> listed(["Russia", "China", "India"])
    'Russia, China and India'
    """
    names = list(dict.fromkeys(names))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def some(names: Iterable[str], most: int = 4) -> str:
    """The first few of many names, told in lower case as in a sentence.

    Examples
    --------
    >>> some(["Symmetry", "Salience", "Openness"], most=2)
    'symmetry, salience and others'
    """
    told = list(dict.fromkeys(f"{name[:1].lower()}{name[1:]}" for name in names))
    return listed(told) if len(told) <= most else f"{', '.join(told[:most])} and others"


def inside(phrases: Iterable[str]) -> list[str]:
    """Phrases that follow each other in one sentence: the first one keeps its capital letter.

    Examples
    --------
    >>> inside(["Buyer share", "Supplier share", "GDP ratio"])
    ['Buyer share', 'supplier share', 'GDP ratio']
    """
    first, *rest = phrases
    return [first, *(x if x[1:2].isupper() else f"{x[:1].lower()}{x[1:]}" for x in rest)]


def clauses(dossier: Dossier, told: Sequence[str]) -> list[str]:
    """Clauses that follow each other: what they begin with in common is said once."""
    first, *rest = told
    head = f"{first.partition(': ')[0]}: " if ": " in first else ""
    return [first, *(_after(dossier, text.removeprefix(head)) for text in rest)]


def _after(dossier: Dossier, text: str) -> str:
    """A clause after another one: names of states keep their capital letter."""
    names = (dossier.a.name, dossier.b.name, dossier.a.adjective, dossier.b.adjective)
    return text if text.startswith(names) else inside(["", text])[1]


def period(text: str) -> str:
    """A period as a reader says it: ``2023``, ``January 2022``."""
    year, _, month = text.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month.isdigit() else text


def moved(first: Estimate, last: Estimate, unit: str, first_period: str, last_period: str) -> str:
    """How a figure went from its first to its last value, as a verb phrase or a bare value."""
    end = f"{show(last, unit)} in {period(last_period)}"
    if first_period == last_period or not (first.present and last.present):
        return f"was {end}"
    start = short(first, unit)
    if start == short(last, unit):
        return f"was {start} in {period(first_period)} and {end}"
    verb = "rose" if (last.point or 0) > (first.point or 0) else "fell"
    if unit == "rank":
        verb = "went"
    doubt = " (the intervals overlap)" if _overlap(first, last) else ""
    bare = start if unit in (SHARE, LOG_RATIO) else short(first, "")
    return f"{verb} from {bare} in {period(first_period)} to {end}{doubt}"


def _overlap(one: Estimate, other: Estimate) -> bool:
    if None in (one.low, one.high, other.low, other.high):
        return False
    return one.low <= other.high and other.low <= one.high  # type: ignore[operator]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day(moment: date) -> str:
    """A date in words, whatever the locale: ``15 January 2026``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def plain(value: float, unit: str) -> str:
    """A published number in at most four digits after the first; shares as per cent."""
    if unit == SHARE:
        return f"{value * 100:g} %"
    decimals = max(0, 3 - floor(log10(abs(value)))) if value else 0
    number = f"{value:,.{decimals}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return number.replace("-", "−")


def span(valid: tuple[float | None, float | None]) -> str:
    """The range in which a measure can lie."""
    low, high = (f"{end:g}" if end is not None else None for end in valid)
    if low is not None and high is not None:
        return f"between {low} and {high}"
    return f"at least {low}" if low is not None else f"at most {high}"


def web(url: str) -> bool:
    """Whether an address may become a link."""
    return url.startswith(("https://", "http://"))


def times(log_ratio: Estimate) -> tuple[str, str]:
    """A log ratio as "so many times", the larger side first: the point and its interval.

    The exponential is a change of scale for reading, like per cent for shares.

    Examples
    --------
    >>> times(Estimate(2.0, 1.8, 2.2, 0.9, "drawn"))
    ('7.4 times', '6.0 to 9.0')
    >>> times(Estimate(-0.7, None, None, None, "none: one figure"))
    ('2.0 times', '')
    """
    if log_ratio.point is None:
        return "", ""
    sign = -1 if log_ratio.point < 0 else 1
    ends = sorted(sign * end for end in (log_ratio.low, log_ratio.high) if end is not None)
    digits = dict.fromkeys(_two_digits(exp(end)) for end in ends)
    spread = " to ".join(digits) if len(digits) == 2 else ""
    return f"{_two_digits(exp(sign * log_ratio.point))} times", spread


def _two_digits(value: float) -> str:
    """Two significant digits without an exponent: ratios span orders of magnitude."""
    size = floor(log10(abs(value))) if value else 1
    decimals, rounded = max(0, 1 - size), round(value, 1 - size)
    return f"{rounded:,.{decimals}f}"


def split_sentence(sentence: str) -> tuple[str, str]:
    """A long answer as its claim and what follows: the claim is read first.

    Examples
    --------
    >>> split_sentence("A leans more on B: its share is eight times as large. More follows.")
    ('A leans more on B.', 'Its share is eight times as large. More follows.')
    """
    for mark in (": ", ". "):
        claim, found, rest = sentence.partition(mark)
        if found and len(claim) < LONGEST_CLAIM:
            return f"{claim}.", f"{rest[:1].upper()}{rest[1:]}"
    return sentence, ""


def tight(text: str) -> str:
    """The same text with numbers and their per cent sign kept on one line."""
    return re.sub(r"(\d) %", "\\1\u00a0%", text)


def spoken(state: State, *, first: bool = False) -> str:
    """The state's name within a sentence, with its article where it has one.

    Examples
    --------
    >>> from steelyard.dossier.records import Dossier, State
    >>> spoken(State(iso3="USA", name="United States", adjective="American"), first=True)
    'The United States'
    """
    try:
        article = find(state.iso3).article
    except UnknownName:
        article = ""
    name = f"{article} {state.name}".strip()
    return f"{name[:1].upper()}{name[1:]}" if first else name


def place(dossier: Dossier, code: str, title: str = "") -> str:
    """The name of a state by its code, or of a group of states by the title of its series."""
    for state in (dossier.a, dossier.b):
        if state.iso3 == code:
            return state.name
    try:
        return find(code).sentence_name if code else ""
    except UnknownName:
        return title.partition(": ")[0] if ": " in title else code


def possessive(name: str) -> str:
    """The name as an owner's."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def no_claims(dossier: Dossier) -> str:
    """Why the page has no claims, where the dossier was asked for all but has none."""
    if dossier.audit is not None or dossier.comparison is None or not dossier.comparison.composites:
        return ""
    return (
        "The documents whose statements are built in speak of another pair of states. Claims on "
        f"{spoken(dossier.a, first=False)} and {spoken(dossier.b)} of your own are judged by "
        "`steelyard audit FILE`."
    )
