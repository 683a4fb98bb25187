"""The checks of the documents, contradictions by rule, and a user's own."""

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from steelyard.claims.consistency import checked, contradicting
from steelyard.claims.contradictions import against, contradictions, uncompared
from steelyard.claims.periods import spans
from steelyard.claims.read import built_in
from steelyard.interfaces.cli.main import cli

KNOWN = {claim.id: claim for claim in built_in().claims}
ONE, OTHER = KNOWN["s001-c04"], KNOWN["s003-c37"]
HEAD = "id,title,domain,actors,quantity,relation,value,unit,period,document,as_of,parts,formula\n"


def test_sums_of_the_documents():
    found = {each.check.id: each.worked for each in checked(built_in())}
    assert str(found["s001-k01"].outcome) == "does not add up"  # 13 + 10 + 20 + 10 = 53, not 50
    assert found["s001-k01"].result == 53
    assert str(found["s001-k02"].outcome) == "consistent within rounding"  # -53.65 to -53
    assert str(found["s001-k03"].outcome) == "consistent"  # 47.54 is over 47
    assert str(found["s003-k02"].outcome) == "consistent within rounding"  # 3.56 to 3.5
    assert str(found["s003-k01"].outcome) == "consistent"  # 30 / (1/2) * (1/3) = 20
    assert "cannot be worked out" not in {str(each.outcome) for each in found.values()}


def test_documents_differ_on_territory_and_on_the_border():
    pairs = [(each.one.id, each.other.id) for each in contradicting(built_in())]
    assert pairs == [("s001-c04", "s003-c37"), ("s001-c09", "s003-k11")]


def test_a_contradiction_is_the_same_from_either_side():
    left, right = against(ONE, OTHER), against(OTHER, ONE)
    assert left is not None
    assert right is not None
    assert left.apart == right.apart == 375_000
    assert left.between


def test_what_may_both_be_true_is_not_set_against_each_other():
    near = replace(OTHER, values=(1_040_000.0,), digits=("1040000",))
    assert against(ONE, near) is None
    assert against(ONE, replace(OTHER, period=spans("1900"))) is None  # another time
    assert contradictions([ONE, replace(OTHER, actors=("RUS", "CHN"))]) == ()  # the other way
    assert contradictions([ONE, replace(OTHER, modality="possible")]) == ()
    up = replace(ONE, relation="trend_up", values=(), digits=(), period=spans("2000-2010"))
    down = replace(up, id="x", relation="trend_down", document="s003")
    assert against(up, down) is not None
    assert against(up, replace(down, period=spans("2010-2020"))) is None  # a rise, then a fall


def test_amounts_of_other_periods_add_up_and_shares_do_not():
    share = replace(ONE, unit="%", values=(10.0,), digits=("10",), period=spans("2000-2010"))
    later = replace(share, id="x", values=(50.0,), digits=("50",), period=spans("2005"))
    assert against(share, later) is not None
    assert against(replace(share, unit="USD bn"), replace(later, unit="USD bn")) is None


def test_units_are_turned_before_values_are_compared():
    one = replace(ONE, unit="USD bn", values=(2.0,), digits=("2",))
    same = replace(OTHER, unit="USD m", values=(2000.0,), digits=("2000",))
    assert against(one, same) is None
    assert against(one, replace(same, values=(3000.0,), digits=("3000",))) is not None
    assert against(one, replace(same, unit="%")) is None  # no way from one to the other


def test_too_many_about_one_quantity_are_counted_and_not_compared():
    many = [replace(ONE, id=str(n), values=(float(n),), digits=(str(n),)) for n in range(1, 400)]
    assert contradictions(many) == ()
    assert uncompared(many) == 399


def test_a_file_of_ones_own(tmp_path: Path):
    file = tmp_path / "c.csv"
    row = "{},x,trade,KAZ;CHN,trade.partner_share,value,{},percent,2019,{},2020-01-01,{},{}\n"
    file.write_text(
        HEAD + row.format("k1", "30", "mine", "a=10;b=20.0", "a+b")
        + row.format("k2", "45", "yours", "a=k1;b=10", "a+b") + row.format("k3", "45", "", "", "a+")
    )  # fmt: skip
    found = json.loads(CliRunner().invoke(cli, ["audit", str(file), "--json"]).stdout)
    assert [each["outcome"] for each in found["checks"]] == [
        "consistent", "does not add up", "cannot be worked out"
    ]  # fmt: skip
    assert [(each["one"]["id"], each["other"]["id"]) for each in found["contradictions"]] == [
        ("k1", "k2"), ("k1", "k3")
    ]  # fmt: skip
    text = CliRunner().invoke(cli, ["audit", str(file)]).stdout
    assert "does not add up" in text
    assert "Statements that cannot both be true: 2" in text
    assert max(map(len, text.splitlines())) <= 80
