"""When a tie passed into a class or out of it, in words."""

from __future__ import annotations

from steelyard.dossier.records import Passage


def passage_words(passage: Passage) -> str:
    """One passage with its interval, or why there is none.

    Examples
    --------
    >>> passage_words(Passage(name="junior partner", upwards=True, year=2023, low=2021, high=2023,
    ...                       probability=0.6, always=False))
    'into “junior partner” in 2023 (2021 to 2023)'
    """
    if passage.always:
        return f"“{passage.name}” or above in every year"
    if passage.year is None:
        return f"never into “{passage.name}” for good"
    verb = "into" if passage.upwards else "out of"
    told = f"{verb} “{passage.name}” in {passage.year}"
    if passage.low is None or passage.high is None:
        return f"{told} (in {passage.probability:.0%} of draws)".replace("%", " %")
    if passage.low == passage.high:
        return told
    return f"{told} ({passage.low} to {passage.high})"


def passages_words(passages: tuple[Passage, ...]) -> str:
    """All passages of a tie that came, else that none did."""
    always = [one for one in passages if one.always]
    told = [passage_words(one) for one in (*always[-1:], *passages) if one.year is not None
            or one in always[-1:]]  # fmt: skip
    text = "; ".join(dict.fromkeys(told))
    return f"{text[:1].upper()}{text[1:]}" if text else "No passage for good"
