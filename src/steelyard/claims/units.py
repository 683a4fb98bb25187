"""Units as documents write them, in the words of `steelyard.vocabulary.units`.

A claim about an event, a trend or a judgement has no number and its unit is only a word.
"""

from __future__ import annotations

from steelyard.vocabulary.units import all_units

# as written: as known here
WRITTEN = {
    "percent": "%",
    "percent favourable": "%",
    "percent of output": "%",
    "billion RMB": "CNY bn",
    "RMB per tonne": "CNY/t",
    "USD per mcm": "USD/1000 m3",
    "thousand": "thousand persons",
    "states": "count",
    "countries": "count",
    "treaties": "count",
    "trips": "count",
    "visits": "count",
    "count per year": "count",
    "brigades": "count",
    "million": "million",
    "million USD": "USD m",
    "million persons": "million persons",
    "rank of 35": "rank",
    "order": "rank",
}
# words for what has no number, or whose number is a date
WORDS = frozenset({
    "agreement", "class", "correlation", "date", "decade", "divisions", "effect size",
    "entropy ratio", "event response", "index 0-1", "MID level", "month", "period", "position",
    "regression sign", "share", "share of texts", "sign", "status", "text", "USD and percent",
    "vote", "vote code", "warheads", "year", "years", "TIV", "",
})  # fmt: skip


def known_unit(written: str) -> str | None:
    """The unit in the vocabulary's words, the word itself, or None if nobody knows it.

    Examples
    --------
    >>> known_unit("percent"), known_unit("year"), known_unit("furlong")
    ('%', 'year', None)
    """
    if written in WRITTEN:
        return WRITTEN[written]
    if written in all_units():
        return all_units()[written].name
    return written if written in WORDS else None


def allowed_units() -> tuple[str, ...]:
    """Every spelling that is taken."""
    return tuple(sorted({*WRITTEN, *all_units(), *WORDS} - {""}))
