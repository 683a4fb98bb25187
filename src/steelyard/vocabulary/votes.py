"""Words for votes of the General Assembly: choices, issues, and the session of a day."""

from __future__ import annotations

from datetime import date

# Letters that a roll call is written with, one a state, and what the letter means.
CHOICES = {
    "y": "yes",
    "a": "abstain",
    "n": "no",
    "x": "absent",
    ".": "not a member",
    "-": "no vote recorded; whether absent or no member is not said",
}
FIRST_SESSION_YEAR = 1946

# The six issues that Voeten's edition codes; a roll call may be on several or none.
ISSUES = {
    "me": "the Palestinian conflict",
    "nu": "nuclear weapons and material",
    "di": "arms control and disarmament",
    "co": "colonialism",
    "hr": "human rights",
    "ec": "economic development",
}
OPENING = (9, 15)  # a regular session opens on the Tuesday of the third week of September


def session_on(day: date) -> int:
    """Number of the regular session that was open on a day; the 78th opened in September 2023.

    Emergency and special sessions count as the regular session in which they were held.

    Examples
    --------
    >>> session_on(date(2022, 3, 2)), session_on(date(2023, 10, 27))
    (76, 78)
    """
    opened = day.year if (day.month, day.day) >= OPENING else day.year - 1
    return opened - FIRST_SESSION_YEAR + 1
