"""From a name, as any publisher writes it, to a state.

Names are compared by their *key*: accents, case, punctuation, word order, "the", "of" and "and"
do not count, common abbreviations are written out. A second, weaker key also ignores words of
form such as "Republic" or "Kingdom", but only where what is left means one state alone. A guess
is never taken: what is merely similar is offered in the error.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from functools import cache

from steelyard.vocabulary.errors import UnknownName, UnknownNames
from steelyard.vocabulary.states.codes import from_m49_or_none
from steelyard.vocabulary.states.registry import State, all_states, by_iso3

WRITTEN_OUT = {
    "st": "saint", "ste": "saint", "sainte": "saint", "rep": "republic", "dem": "democratic",
    "fed": "federal", "federated": "federal", "sts": "state", "states": "state",
    "is": "island", "isl": "island", "isds": "island", "islds": "island", "islands": "island",
    "br": "british", "fr": "french", "terr": "territory", "territories": "territory",
    "peoples": "people",
}  # fmt: skip
SMALL_WORDS = {"the", "of", "and", "et", "de"}
WORDS_OF_FORM = {
    "republic", "kingdom", "state", "federal", "federation", "islamic", "arab", "socialist",
    "plurinational", "bolivarian", "hashemite", "commonwealth", "sultanate", "principality",
    "grand", "duchy", "union", "independent", "sovereign", "people", "democratic", "emirate",
    "cooperative", "former", "fmr", "ex",
}  # fmt: skip
UNTIL = re.compile(r"\(\D{0,7}\d{4}\)")  # (...1990), (until 1990)
BRACKETS = re.compile(r"^(?P<outer>[^()]+)\((?P<inner>[^()]+)\)$")


def key(name: str) -> str:
    """The words of a name that count, written out and in alphabetical order."""
    return " ".join(sorted(_words(name)))


def _words(name: str) -> list[str]:
    plain = name.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = UNTIL.sub(" ", plain)
    plain = re.sub(r"(?<=\b\w)\.|['’‘`´]", "", plain)  # U.S.A. is usa, d'Ivoire is divoire
    found: list[str] = re.findall(r"\w+", plain)
    words = (WRITTEN_OUT.get(word, word) for word in found)
    return [word for word in words if word not in SMALL_WORDS]


def _weak_key(name: str) -> str:
    words = [word for word in _words(name) if word not in WORDS_OF_FORM and not word.isdigit()]
    return " ".join(sorted(words))


def _index(make_key: Callable[[str], str]) -> dict[str, tuple[State, ...]]:
    index: dict[str, dict[str, State]] = {}
    for state in all_states():
        for name in (state.name, *state.aliases):
            index.setdefault(make_key(name), {})[state.iso3] = state
    return {words: tuple(states.values()) for words, states in index.items() if words}


@cache
def _by_key() -> dict[str, tuple[State, ...]]:
    return _index(key)


@cache
def _by_weak_key() -> dict[str, State]:
    """Weak keys that mean one state alone."""
    return {words: states[0] for words, states in _index(_weak_key).items() if len(states) == 1}


@cache
def _by_code() -> dict[str, State]:
    """ISO3 codes, then ISO2 codes."""
    short = {state.iso2: state for state in all_states() if state.iso2}
    return {**short, **by_iso3()}


@cache
def _by_spelling() -> dict[str, State]:
    """Names and aliases letter by letter: the short way for columns of clean names."""
    names = (name for state in all_states() for name in (state.name, *state.aliases))
    return {name.upper(): _choose(_by_key()[key(name)], key(name), None) for name in names}


def _choose(states: tuple[State, ...], words: str, year: int | None) -> State:
    """The bearer of a shared name: in that year, else by its own name, else the latest."""
    if year is not None:
        states = tuple(state for state in states if state.existed(year)) or states
    own = [state for state in states if key(state.name) == words]
    return (own or sorted(states, key=lambda state: (state.former, state.end)))[0]


def lookup(name: Hashable, year: int | None = None) -> State | None:
    """The state that bears this name or code, or None."""
    if isinstance(name, int) or (isinstance(name, str) and name.strip().isdecimal()):
        iso3 = from_m49_or_none(int(name))
        return by_iso3()[iso3] if iso3 else None
    if not isinstance(name, str):
        return None
    spelling = name.strip().upper()
    found = _by_code().get(spelling) or (year is None and _by_spelling().get(spelling))
    found = found or _by_name(name, year)
    return found or _by_name(_twice_decoded(name), year)


def _twice_decoded(name: str) -> str:
    """The name before its UTF-8 bytes were read as Latin-1 (``TÃ¼rkiye``); empty otherwise."""
    try:
        repaired = name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
    return "" if repaired == name else repaired


def _by_name(name: str, year: int | None) -> State | None:
    words = key(name)
    if states := _by_key().get(words):
        return _choose(states, words, year)
    return _in_brackets(name, year) or _by_weak_key().get(_weak_key(name))


def _in_brackets(name: str, year: int | None) -> State | None:
    """``Ireland (Eire)``: the addition must name the same state as what stands before it."""
    parts = BRACKETS.match(UNTIL.sub("", name).strip())
    if parts is None:
        return None
    outer, inner = (lookup(parts[group], year) for group in ("outer", "inner"))
    return outer if outer is not None and outer == inner else None


def nearest(name: object, limit: int = 3) -> tuple[str, ...]:
    """States whose names are most like this one, as ``Name (ISO3)``."""
    spelled = _spellings()
    close = difflib.get_close_matches(" ".join(_words(str(name))), spelled, limit * 3, 0.6)
    return tuple(dict.fromkeys(spelled[text] for text in close))[:limit]


@cache
def _spellings() -> dict[str, str]:
    """Full names with the state that a reader of today means by them; codes are left out."""
    spelled: dict[str, str] = {}
    for words, states in _by_key().items():
        if len(words) > 3:
            state = _choose(states, words, None)
            names = (name for name in (state.name, *state.aliases) if key(name) == words)
            spelled |= {" ".join(_words(name)): f"{state.name} ({state.iso3})" for name in names}
    return spelled


def find(name: str | int, *, where: str = "state", year: int | None = None) -> State:
    """The state that bears this name, alias or code (ISO3, ISO2 or M49).

    Parameters
    ----------
    name : str or int
        As any publisher writes it. A number, or a text of digits, is an M49 code.
    where : str
        Option, file or column, for the error message.
    year : int, optional
        Decides between states that bore the same name at different times, such as Russia
        (the Soviet Union in 1980) and Yugoslavia. Without it the latest bearer is meant.
        It never decides a code, and never refuses a name that only one state has borne.

    Raises
    ------
    UnknownName
        With the nearest candidates.

    Examples
    --------
    >>> find("Korea, Rep.").iso3, find(643).name, find("cote d'ivoire").name
    ('KOR', 'Russia', "Côte d'Ivoire")
    >>> find("Russia", year=1980).iso3
    'SUN'
    """
    state = lookup(name, year)
    if state is None:
        raise UnknownName(where=where, kind="state", name=str(name), nearest=nearest(name))
    return state


def match(names: Iterable[Hashable], year: int | None = None) -> dict[Hashable, str | None]:
    """Each distinct name with its ISO3 code, or None where nobody knows it.

    For parsers that keep an unknown row with a reason instead of refusing the file.
    """
    found = {name: lookup(name, year) for name in dict.fromkeys(names)}
    return {name: state.iso3 if state else None for name, state in found.items()}


def resolve(names: Iterable[Hashable], *, where: str, year: int | None = None) -> list[str]:
    """ISO3 codes of many names, in order; 100,000 names take a few hundredths of a second.

    Each distinct name is looked up once, see `find` for what is accepted.

    Raises
    ------
    UnknownNames
        One error for all names that nobody knows, a missing one (None) included, with the
        nearest candidates of the first ten.

    Examples
    --------
    >>> resolve(["Russian Federation", "China, P.R.: Mainland"], where="doc")
    ['RUS', 'CHN']
    """
    names = list(names)
    found = {name: lookup(name, year) for name in dict.fromkeys(names)}
    unknown = [str(name) for name, state in found.items() if state is None]
    if unknown:
        raise UnknownNames(where=where, kind="state", names=unknown, nearest=nearest)
    codes = {name: state.iso3 for name, state in found.items() if state is not None}
    return [codes[name] for name in names]
