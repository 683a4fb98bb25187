"""`steelyard audit` as a person and as a program meet it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.main import cli
from steelyard.vocabulary.errors import UnknownName, UnreadableFile

HEAD = "id,title,domain,actors,quantity,relation,value,unit,period\n"
GOOD = (
    "k1,China is most of Kazakh trade,trade,KAZ;CHN,trade.partner_share,greater,50,percent,2019\n"
)


def run(*words: str):
    return CliRunner().invoke(cli, ["audit", *words], catch_exceptions=False)


def test_a_file_of_another_pair_has_the_same_evidence(tmp_path: Path):
    file = tmp_path / "c.csv"
    bad = "k2,x,trade,KAZ;CHN,trade.partner_share,greater,lots,percent,2019\n"
    unit = "k3,x,trade,KAZ;CHN,trade.partner_share,greater,5,USD bn,2019\n"
    file.write_text(HEAD + GOOD + bad + unit)
    found = json.loads(run(str(file), "--json").stdout)
    (verdict,) = found["verdicts"]
    assert verdict["verdict"] == "fails"
    assert verdict["readings"][0]["margin"] < 0
    assert [each["column"] for each in found["refusals"]] == ["value", "unit"]
    assert found["rows"] == 3 == len(found["verdicts"]) + found["refused_rows"]


def test_tables_fit_80_columns_and_say_what_was_refused(tmp_path: Path):
    file = tmp_path / "c.csv"
    file.write_text(HEAD + GOOD + GOOD)
    text = run(str(file)).stdout
    assert "an id that came before" in text
    assert max(map(len, text.splitlines())) <= 80


def test_one_claim_opens_to_its_evidence():
    text = run("--builtin", "--claim", "s003-c94").stdout
    assert "source: CEPII" in text
    assert "probability" in text
    assert max(map(len, text.splitlines())) <= 80


def test_unknown_claims_and_files_are_refused(tmp_path: Path):
    with pytest.raises(UnknownName):
        run("--builtin", "--claim", "s009-c1")
    with pytest.raises(UnreadableFile):
        run(str(tmp_path / "absent.csv"))
    assert CliRunner().invoke(cli, ["audit"]).exit_code == 2
