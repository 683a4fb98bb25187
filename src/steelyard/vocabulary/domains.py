"""The domains in which one state can depend on another, and the context around them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

from steelyard.vocabulary.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain, with the question that its measures answer.

    A `balance` domain is an arm of the balance between two states. A `context` domain explains
    the balance without being part of it. The question speaks of states A and B.
    """

    id: str
    title: str
    question: str
    role: Literal["balance", "context"] = "balance"


DOMAINS: tuple[Domain, ...] = (
    Domain("trade", "Trade", "How much of A's trade in goods is with B?"),
    Domain("energy", "Energy", "How much of A's energy sales or supply hangs on B?"),
    Domain("technology", "Technology", "How much of A's machinery and electronics comes from B?"),
    Domain("finance", "Finance", "How much of A's payments, credit and investment runs through B?"),
    Domain("arms", "Arms", "How much of A's imported weapons, or of its arms sales, is B's?"),
    Domain("votes", "Votes", "How often does A vote with B, and who moves towards whom?"),
    Domain("institutions", "Institutions", "Which treaties and bodies bind A to B?"),
    Domain("region", "Region", "Who weighs more in the states that lie around both?"),
    Domain("standing", "Standing", "Where does A's tie to B stand among all ties?", "context"),
    Domain("capability", "Capability", "How large is A beside B?", "context"),
    Domain("opinion", "Opinion", "How do A's people see B?", "context"),
    Domain("diplomacy", "Diplomacy", "How often do A's leaders and B's meet?", "context"),
)


def domain(id: str, *, where: str = "domain") -> Domain:
    """The domain with this id.

    Raises
    ------
    UnknownName
        With the nearest ids.

    Examples
    --------
    >>> domain("energy").title
    'Energy'
    """
    known = {each.id: each for each in DOMAINS}
    if id not in known:
        near = difflib.get_close_matches(id, known, 3)
        raise UnknownName(where=where, kind="domain", name=id, nearest=near)
    return known[id]
