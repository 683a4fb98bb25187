"""What is worked out again: the checks of the five documents, and those of a user's own file.

A row of any file of claims that has the columns `parts` and `formula` is held against its own
value; a part may name another claim of the file by its id.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from steelyard.claims.arithmetic import Sum, Worked, parts_of, stated_ends, work_out
from steelyard.claims.claim import Claim, Ledger
from steelyard.claims.contradictions import Contradiction, contradictions
from steelyard.claims.periods import spans

BUILT_IN = "built-in claims"


@dataclass(frozen=True, slots=True)
class Check:
    """One sum, percentage, ratio or date of a document, as it is written."""

    id: str
    document: str
    title: str
    relation: str
    values: tuple[str, ...]
    said: str
    means: str
    unit: str
    parts: str
    formula: str
    note: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and what came of it."""

    check: Check
    worked: Worked


def checked(ledger: Ledger) -> tuple[Checked, ...]:
    """Every check of a ledger: of the documents for the built-in one, else of its own rows."""
    found = built_in_checks() if ledger.source == BUILT_IN else tuple(_own(ledger))
    return tuple(Checked(check, check_of(check, ledger)) for check in found)


def check_of(check: Check, ledger: Ledger) -> Worked:
    """What comes of a check; a part that cannot be read leaves it open and says why."""
    try:
        stated = stated_ends(check.values, check.relation, check.said, check.means)
        parts = parts_of(_with_claims(check.parts, ledger))
    except ValueError as error:
        return Worked(Sum.OPEN, None, None, None, str(error))
    return work_out(check.formula, parts, stated)


def contradicting(ledger: Ledger) -> tuple[Contradiction, ...]:
    """Statements of a ledger that cannot both be true, with sayings that are no claims."""
    others = built_in_sayings() if ledger.source == BUILT_IN else ()
    return contradictions((*ledger.claims, *others))


@cache
def built_in_checks() -> tuple[Check, ...]:
    """The checks of the five documents."""
    return tuple(_check(row) for row in _rows("checks.csv"))


@cache
def built_in_sayings() -> tuple[Claim, ...]:
    """Sayings of the documents that stand in no claim and bear on one."""
    return tuple(
        Claim(
            id=row["id"], document=row["document"], title=row["title"], domain=row["domain"],
            actors=tuple(row["actors"].split(";")), quantity=row["quantity"],
            relation=row["relation"], values=tuple(map(float, row["value"].split(";"))),
            digits=tuple(row["value"].split(";")), unit=row["unit"], period=spans(row["period"]),
            means=row["means"], note=row["note"],
        )
        for row in _rows("sayings.csv")
    )  # fmt: skip


def _own(ledger: Ledger) -> Iterator[Check]:
    """The checks that a user's rows ask for."""
    for claim in ledger.claims:
        columns = dict(claim.columns)
        if columns.get("formula") or columns.get("parts"):
            yield Check(
                claim.id, claim.document, claim.title, claim.relation, claim.digits,
                claim.said or ("about" if claim.relation in ("approx", "ratio", "share") else ""),
                claim.means, claim.unit, columns.get("parts", ""), columns.get("formula", ""),
                claim.note,
            )  # fmt: skip


def _check(row: Mapping[str, str]) -> Check:
    """A check of the shipped file."""
    said = row["said"] or ("about" if row["relation"] == "approx" else "")
    values = tuple(filter(None, row["value"].split(";")))
    return Check(row["id"], row["document"], row["title"], row["relation"], values, said,
                 row["means"], row["unit"], row["parts"], row["formula"], row["note"])  # fmt: skip


def _with_claims(text: str, ledger: Ledger) -> str:
    """Parts in which ids of claims are replaced by what those claims say."""
    known = {claim.id: claim for claim in ledger.claims}
    made = []
    for part in filter(None, text.split(";")):
        name, equals, number = part.partition("=")
        claim = known.get(number.strip())
        if claim is not None and claim.digits:
            said = claim.said or ("about" if claim.relation in ("approx", "ratio", "share") else "")
            number = f"{claim.digits[0]} {said}"
        made.append(f"{name}{equals}{number}")
    return ";".join(made)


def _rows(name: str) -> list[dict[str, str]]:
    """Rows of a shipped file."""
    text = (files("steelyard.claims") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
