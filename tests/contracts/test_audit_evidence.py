"""Evidence is data: no verdict is written down, no claim has code of its own, no own figure."""

import re
from datetime import date
from pathlib import Path

import pytest

from steelyard.claims.claim import Document
from steelyard.claims.outcome import Verdict
from steelyard.claims.read import built_in
from steelyard.dossier.audit.audit import audit
from steelyard.dossier.audit.finders import FINDERS, find
from steelyard.dossier.audit.finders.formulas import FORMULAS
from steelyard.dossier.audit.rows import Ask, evidence
from steelyard.dossier.audit.world import World
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load

ROOT = Path(__file__).resolve().parents[2] / "src" / "steelyard"
FILES = sorted((ROOT / "dossier" / "audit" / "evidence").glob("*.csv"))
CODE = sorted([*(ROOT / "claims").rglob("*.py"), *(ROOT / "dossier" / "audit").rglob("*.py")])
ROWS = [row for rows in evidence().values() for row in rows]
WORDS = re.compile(r"\b(holds|fails|verdict|true|false|refuted|confirmed|decidable)\b", re.I)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_evidence_holds_no_verdict(file: Path):
    assert not WORDS.findall(file.read_text())
    assert not any(str(verdict) in file.read_text() for verdict in Verdict)


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_code_knows_no_claim(file: Path):
    # an example in a docstring may name one
    code = re.sub(r'""".*?"""', "", file.read_text(), flags=re.S)
    assert not re.findall(r"s00\d-c\d+", code)


def test_every_row_is_for_a_claim_or_a_quantity_that_exists():
    ledger = built_in()
    known = {claim.id for claim in ledger.claims} | {claim.quantity for claim in ledger.claims}
    assert {row.key for row in ROWS} <= known


def test_every_row_has_a_finder_and_says_what_is_missing():
    for row in ROWS:
        where = f"{row.file}, line {row.line}"
        if row.role == "missing":
            assert row.note, where
            continue
        assert row.ask.kind in FINDERS, where
        assert row.ask.kind != "formula" or row.ask.source in FORMULAS, where
        assert row.over is None or row.over.kind in FINDERS, where
        assert row.test is None or row.note, f"{where}: a relation of its own has a reason"


def test_every_direct_claim_of_these_domains_has_evidence_or_what_is_missing():
    done = {file.stem for file in FILES}
    for claim in built_in().claims:
        if claim.domain in done and claim.testability == "direct":
            assert evidence().get(claim.id) or evidence().get(claim.quantity), claim.id


def test_no_reading_rests_on_a_figure_that_a_document_gave():
    data = load(DEFAULT_AS_OF)
    claimed = data.table("figures").filter(data.table("figures")["claim"])
    claims = {(r["series"], r["period"], r["reporter"]) for r in claimed.iter_rows(named=True)}
    world = World(data)
    for name, period, reporter in sorted(claims):
        course = find(Ask("figure", name, reporter, ""), world)
        free = data.table("figures").filter(~data.table("figures")["claim"])
        others = free.filter((free["series"] == name) & (free["period"] == period))
        assert others.height or period not in {dot.period for dot in course.dots}


def test_a_document_is_never_judged_by_its_own_figure():
    world = World(load(DEFAULT_AS_OF))
    course = find(Ask("figure", "trade_goods_total", "CHN", "RUS"), world)
    origin = world.data.origins[course.dots[-1].origins[0]]
    world.document = Document("own", "t", "a", date(2025, 1, 1), (origin.producer,))
    left = find(Ask("figure", "trade_goods_total", "CHN", "RUS"), world)
    used = {name for dot in left.dots for name in dot.origins}
    assert left.dots != course.dots
    assert not any(world.data.origins[name].producer == origin.producer for name in used)


def test_rows_in_are_verdicts_and_refusals():
    found = audit()
    assert found.rows == len(found.verdicts) + found.refused_rows == 339
    assert found.refusals == ()
    for item in found.verdicts:
        assert item.sentence.endswith(".")
        if item.verdict.startswith("not decidable"):
            assert item.lacking, item.id
        if item.verdict in ("holds", "holds approximately", "fails"):
            assert item.decided_by is not None
            assert item.readings[item.decided_by].origins, item.id
    assert type(found).model_validate_json(found.to_json()) == found
