"""Findings: sentences made from numbers, each with interval, robustness and data.

Every maker looks for the series that it needs and gives nothing where they are absent. The order
is that of importance for a reader with little time; the first five that exist are shown.
"""

from __future__ import annotations

from collections.abc import Callable

from steelyard.dossier.evidence import Evidence
from steelyard.dossier.findings.cuts import cut
from steelyard.dossier.findings.fuels import discount
from steelyard.dossier.findings.goods import energy, technology
from steelyard.dossier.findings.others import finance, region, size, support
from steelyard.dossier.findings.place import place
from steelyard.dossier.findings.trade import concentration, flows, trade_shares, turn
from steelyard.dossier.records import Finding
from steelyard.dossier.vote_accounts import alignment

__all__ = ["findings"]

SHOWN = 5


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """The first five findings that the data allow."""
    makers: tuple[Callable[[Evidence], Finding | None], ...] = (
        trade_shares,
        place,
        cut,
        energy,
        technology,
        discount,
        region,
        turn,
        finance,
        size,
        alignment,
        support,
        flows,
        concentration,
    )
    made = [maker(evidence) for maker in makers]
    return tuple(finding for finding in made if finding is not None)[:SHOWN]
