"""The measures that all pairs have: how each is read for everybody, and for one pair.

An explicit list: a measure takes part in the comparison because it stands here. Everything else
(energy, technology goods, opinion) is known for single pairs only and cannot be placed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison import readers
from steelyard.dossier.comparison.matrices import Matrix
from steelyard.dossier.domains.trade import WHY_NO_INTERVAL, share_of_year
from steelyard.measures.support import support_interval
from steelyard.vocabulary.estimate import Estimate, absent, exact

Read = Callable[[Basis], Iterable[Matrix]]
Value = Callable[[Basis, Matrix, str, str], Estimate]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A measure with values for all pairs.

    `measure` is the catalogue's id of the value, `standing` that of its percentile in each kind
    of class: a largest partner means something for flows, less for counts that are alike for
    many. `words` name the tie after the state's adjective. `counts` says whether it stands for
    its domain where domains are counted, so that no domain counts twice.
    """

    measure: str
    standing: dict[str, str]
    domain: str
    words: str
    basis: str
    counts: bool
    read: Read
    value: Value


def _share(way: str) -> Value:
    """A share of trade with the noise of both its parts."""

    def value(basis: Basis, matrix: Matrix, subject: str, partner: str) -> Estimate:
        if not {subject, partner} <= set(basis.trade.codes):
            return absent("the publisher of trade does not list both")
        return share_of_year(basis, basis.trade.year(matrix.year), subject, partner, way)

    return value


def _known(why: str) -> Value:
    """A value whose error nobody publishes."""

    def value(basis: Basis, matrix: Matrix, subject: str, partner: str) -> Estimate:
        found = matrix.value(subject, partner)
        return absent("no value in this year") if found is None else exact(found, why)

    return value


def _support(basis: Basis, matrix: Matrix, subject: str, partner: str) -> Estimate:
    """Minority votes shared, roll calls taken as a sample."""
    counts = readers.ballots(basis)[matrix.year]
    if not {subject, partner} <= set(matrix.codes):
        return absent("no votes of both in this session")
    place = matrix.codes.index(subject), matrix.codes.index(partner)
    together, minority = int(counts.together[place]), int(counts.minority[place])
    return support_interval(together, minority, draws=1000, seed=basis.asked.seed + matrix.year)


BACI = "BACI, reconciled"

YARDSTICKS: tuple[Yardstick, ...] = (
    Yardstick(
        "trade.trade_share", {"largest": "trade.standing", "pairs": "trade.pair_standing"},
        "trade", "trade with {0}", BACI, True, readers.trade("trade"), _share("trade"),
    ),
    Yardstick(
        "trade.export_share", {"largest": "trade.export_standing"}, "trade", "exports to {0}",
        BACI, False, readers.trade("export"), _share("export"),
    ),
    Yardstick(
        "trade.import_share", {"largest": "trade.import_standing"}, "trade", "imports from {0}",
        BACI, False, readers.trade("import"), _share("import"),
    ),
    Yardstick(
        "trade.dependence", {"largest": "trade.dependence_standing"}, "trade",
        "trade with {0} over own GDP", BACI, False, readers.dependence, _known(WHY_NO_INTERVAL),
    ),
    Yardstick(
        "trade.input_reliance", {"largest": "trade.input_standing"}, "trade",
        "manufacturers’ inputs from {0}", "world input-output tables", False, readers.reliance,
        _known("the interval stands with the series of reliance; the rank takes the value as is"),
    ),
    Yardstick(
        "votes.support", {"pairs": "votes.standing"}, "votes", "minority votes shared by {0}",
        "General Assembly roll calls", True, readers.votes, _support,
    ),
    Yardstick(
        "institutions.shared_weight", {"pairs": "institutions.standing"}, "institutions",
        "organisations shared with {0}", "Correlates of War", True,
        readers.organisations, _known("counts of memberships"),
    ),
    Yardstick(
        "finance.official_finance_gdp", {"pairs": "finance.standing"}, "finance",
        "official finance from {0} over GDP", "AidData", True, readers.official_finance,
        _known("commitments are gathered from reports; their error is not published"),
    ),
    Yardstick(
        "arms.supplier_share", {"largest": "arms.standing"}, "arms", "arms from {0}",
        "deliveries, from a user's own file", True, readers.arms,
        _known("counted deliveries; their error is not published"),
    ),
)  # fmt: skip


def yardstick(measure: str) -> Yardstick:
    """The yardstick of a measure."""
    return next(item for item in YARDSTICKS if item.measure == measure)


def matrices(basis: Basis, item: Yardstick) -> dict[int, Matrix]:
    """Matrices of a measure by year, read once for a dossier."""
    if item.measure not in basis.of_all_pairs:
        basis.of_all_pairs[item.measure] = {found.year: found for found in item.read(basis)}
    return basis.of_all_pairs[item.measure]
