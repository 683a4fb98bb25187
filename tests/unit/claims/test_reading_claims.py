"""Claims from files: good rows become claims, each fault of the others is named."""

from pathlib import Path

import pytest

from steelyard.claims.claim import Claim
from steelyard.claims.periods import spans
from steelyard.claims.read import Words, actors, built_in, documents, read_file, read_rows
from steelyard.vocabulary.errors import UnreadableFile

WORDS = Words(actors(), ("trade", "macro"), ("trade.partner_share",))
GOOD = {
    "id": "a1",
    "title": "China is a fifth of Kazakh trade",
    "domain": "trade",
    "actors": "KAZ;CHN",
    "quantity": "trade.partner_share",
    "relation": "approx",
    "value": "20",
    "unit": "percent",
    "period": "2019",
}


def test_a_good_row_is_a_claim():
    ledger = read_rows([GOOD], "test", WORDS)
    assert ledger.refusals == ()
    (claim,) = ledger.claims
    assert (claim.values, claim.digits, claim.unit, claim.modality) == ((20.0,), ("20",), "%",
                                                                      "asserted")  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("relation", "gretaer", "greater"),
        ("actors", "KAZ;CHX", "CHN"),
        ("unit", "furlongs", "of"),
        ("period", "2019-13", "forms"),
        ("period", "2021-2019", "forms"),
        ("period", "sometime", "forms"),
        ("value", "", "needs one"),
        ("value", "many", "a number"),
        ("quantity", "trade.partner_shore", "trade.partner_share"),
        ("domain", "weather", "macro"),
        ("modality", "hoped", "forecast"),
        ("tolerance", "-1", "from 0"),
        ("as_of", "yesterday", "2022-08-22"),
        ("title", "", "some text"),
        ("title", "bell \x07", "printable"),
    ],
)
def test_each_fault_names_row_column_and_what_is_allowed(column: str, text: str, allowed: str):
    ledger = read_rows([GOOD, {**GOOD, "id": "b2", column: text}], "test", WORDS)
    assert [claim.id for claim in ledger.claims] == ["a1"]
    (refusal,) = ledger.refusals
    assert (refusal.row, refusal.id, refusal.column) == (2, "b2", column)
    assert allowed in refusal.allowed
    assert ledger.rows == len(ledger.claims) + ledger.refused_rows


def test_an_id_that_comes_twice_is_refused_once():
    ledger = read_rows([GOOD, GOOD], "test", WORDS)
    assert (len(ledger.claims), ledger.refusals[0].column, ledger.refusals[0].row) == (1, "id", 2)


def test_a_rank_is_a_whole_place_in_the_unit_of_ranks():
    row = {**GOOD, "relation": "rank", "value": "0", "unit": "percent"}
    columns = {refusal.column for refusal in read_rows([row], "test", WORDS).refusals}
    assert columns == {"unit", "value"}


def test_columns_of_other_ledgers_are_known():
    rest = {name: text for name, text in GOOD.items() if name not in ("id", "title")}
    row = {"claim_id": "x", "seed_file": "", "paraphrase": "t", **rest}
    assert read_rows([row], "test", WORDS).claims[0].id == "x"


def test_csv_and_yaml_give_the_same_claims(tmp_path: Path):
    csv, yaml = tmp_path / "c.csv", tmp_path / "c.yaml"
    csv.write_text(f"{','.join(GOOD)}\n{','.join(GOOD.values())}\n")
    lines = [f"    {key}: '{value}'" for key, value in GOOD.items()]
    yaml.write_text("claims:\n  -\n" + "\n".join(lines).replace("'KAZ;CHN'", "[KAZ, CHN]"))
    assert read_file(csv).claims == read_file(yaml).claims


@pytest.mark.parametrize("text", ["", "id,title\n1,2\n", "\x00"])
def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path, text: str):
    (tmp_path / "c.csv").write_text(text)
    with pytest.raises(UnreadableFile):
        read_file(tmp_path / "c.csv")


def test_many_rows_are_all_counted():
    rows = ({**GOOD, "id": f"n{n}", "period": "2019" if n % 2 else "soon"} for n in range(5000))
    ledger = read_rows(rows, "test", WORDS)
    assert (ledger.rows, len(ledger.claims), ledger.refused_rows) == (5000, 2500, 2500)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2014 and 2021", ["2014", "2021"]),
        ("2022-04/05", ["2022-04 to 2022-05"]),
        ("2010-2015/2016-2021", ["2010 to 2015", "2016 to 2021"]),
        ("1930s", ["1930 to 1939"]),
        ("2015-", ["2015 to 2200"]),
        ("2011-09/2012-03", ["2011-09 to 2012-03"]),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, shown: list[str]):
    assert [str(span) for span in spans(text)] == shown


def test_the_built_in_ledger_is_whole():
    ledger = built_in()
    assert len({claim.id for claim in ledger.claims}) == 339 == ledger.rows
    assert {claim.document for claim in ledger.claims} == set(documents())
    assert all(len(claim.title.split()) <= 12 for claim in ledger.claims)
    assert all(isinstance(claim, Claim) for claim in ledger.claims)
