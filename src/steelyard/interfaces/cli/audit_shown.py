"""An audit for a person within 80 columns: summary, table, refused rows; or one claim opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.consistency_shown import lines_of_consistency
from steelyard.interfaces.cli.system_words import wrapped

if TYPE_CHECKING:
    from steelyard.dossier.records import StatedProjection
    from steelyard.dossier.records.audit import Audit, ClaimVerdict, EvidenceReading

COLUMNS = (  # verdict, heading
    ("holds", "holds"),
    ("holds approximately", "appr."),
    ("fails", "fails"),
    ("depends on vintage", "vint."),
    ("depends on definition", "defn."),
    ("not comparable", "n.cmp"),
    ("not decidable with these data", "open"),
    ("not an assertion", "n.ass"),
)
SHOWN_REFUSALS = 20


def lines_of(audit: Audit) -> Iterator[str]:
    """Counts by document and domain, then every claim with its sentence."""
    decided = sum(item.verdict in ("holds", "holds approximately", "fails") or
                  item.verdict.startswith("depends") for item in audit.verdicts)  # fmt: skip
    yield from wrapped(
        f"{audit.source}: {audit.rows} rows, {len(audit.verdicts)} judged, "
        f"{audit.refused_rows} refused; {decided} decided. Data as of {audit.as_of}."
    )
    yield ""
    yield from _counts("Document", audit, lambda item: item.document or "-")
    yield ""
    yield from _counts("Domain", audit, lambda item: item.domain)
    yield ""
    yield from wrapped(
        "appr.: holds approximately; vint., defn.: depends on vintage, on definition; n.cmp: not "
        "comparable; open: not decidable with these data; n.ass: not an assertion."
    )
    yield from lines_of_consistency(audit)
    for item in audit.verdicts:
        yield ""
        yield from wrapped(f"{item.id:<9} {item.title}", "", " " * 10)
        yield from wrapped(item.sentence, " " * 10, " " * 10)
    yield from _refused(audit)


def _counts(heading: str, audit: Audit, key: Callable[[ClaimVerdict], str]) -> Iterator[str]:
    """How many of each verdict, a row for each document or domain."""
    groups: dict[str, Counter[str]] = {}
    for item in audit.verdicts:
        groups.setdefault(key(item), Counter())[item.verdict] += 1
    yield f"{heading:<14}" + "".join(f"{short:>7}" for _, short in COLUMNS) + "    all"
    total: Counter[str] = Counter()
    for name, counts in sorted(groups.items()):
        total.update(counts)
        yield _row(name, counts)
    yield _row("all", total)


def _row(name: str, counts: Counter[str]) -> str:
    """One row of counts."""
    cells = "".join(f"{counts[verdict] or '-':>7}" for verdict, _ in COLUMNS)
    return f"{name[:14]:<14}{cells}{counts.total():>7}"


def _refused(audit: Audit) -> Iterator[str]:
    """Faults of rows that were not judged."""
    if not audit.refusals:
        return
    yield ""
    yield f"Refused: {audit.refused_rows} rows"
    for item in audit.refusals[:SHOWN_REFUSALS]:
        name = f" ({item.id})" if item.id else ""
        where = f"row {item.row}{name}" if item.row else item.id
        yield from wrapped(
            f"{where}, {item.column}: {item.found}; allowed: {item.allowed}", "  ", "    "
        )
    if len(audit.refusals) > SHOWN_REFUSALS:
        yield f"  and {len(audit.refusals) - SHOWN_REFUSALS} more faults: --json has all of them"


def lines_of_claim(audit: Audit, item: ClaimVerdict) -> Iterator[str]:
    """One claim with everything that it rests on."""
    document = next((doc for doc in audit.documents if doc.id == item.document), None)
    where = f"{document.author}, {document.title} ({document.said})" if document else item.document
    yield from wrapped(f"{item.id}  {item.title}", "", "  ")
    if where:
        yield from wrapped(where, "  ", "  ")
    yield from wrapped(
        f"{item.quantity}, {', '.join(item.actors)}: {item.said}, {item.period} ({item.modality})",
        "  ", "  ",
    )  # fmt: skip
    yield ""
    yield from wrapped(item.sentence, "  ", "  ")
    yield from wrapped(f"Robustness: {item.robustness}. As said: {item.as_said}.", "  ", "  ")
    for place, reading in enumerate(item.readings):
        yield ""
        yield from _reading(audit, reading, place == item.decided_by)
    yield from _projection(audit.projection(item.projection))
    for text in item.lacking:
        yield from wrapped(f"Would decide it: {text}", "  ", "    ")
    yield ""


def _projection(one: StatedProjection | None) -> Iterator[str]:
    """The score of a claim that is a projection, as `steelyard forecasts` has it."""
    if one is None:
        return
    yield ""
    yield from wrapped(f"As a projection: {one.verdict}. {one.reason}.", "  ", "    ")
    for each in one.naive:
        if each.holds is not None:
            chance = f"{100 * each.holds:.0f} %"
            yield from wrapped(f"{each.name} from {one.known}: {chance} for it", "    ", "      ")


def _reading(audit: Audit, reading: EvidenceReading, decides: bool) -> Iterator[str]:
    """One reading with its own verdict and its sources."""
    from steelyard.dossier.audit.words import shown

    yield from wrapped(
        f"{reading.role}{' *' if decides else ''}: {reading.title}, {reading.taken}", "  ", "    "
    )
    yield from wrapped(
        f"{shown(reading.value, reading.unit)} in {reading.period}: {reading.verdict}"
        + (f", {reading.why}" if reading.why else ""), "    ", "      ",
    )  # fmt: skip
    if reading.chance is not None:
        margin = "" if reading.margin is None else f", margin {reading.margin:.3g}"
        yield f"    probability {reading.chance:.2f}{margin}"
    if reading.value.point is not None:
        yield from wrapped(f"interval: {reading.value.basis}", "    ", "      ")
    if reading.note:
        yield from wrapped(reading.note, "    ", "      ")
    titles = {origin.id: f"{origin.producer}, {origin.title}" for origin in audit.origins}
    for name in reading.origins:
        yield from wrapped(f"source: {titles.get(name, name)}", "    ", "      ")
