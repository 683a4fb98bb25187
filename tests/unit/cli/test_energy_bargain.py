"""`steelyard energy bargain`: what it prints, what adds up, and what it refuses."""

import json

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.energy import energy
from steelyard.interfaces.cli.energy_bargain_shown import _plain_error, ruler
from steelyard.interfaces.cli.main import main

FEW = ("--draws", "20", "--power", "0.2:0.6")  # by hand: prices of many years need not be solved


def said(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(["energy", "bargain", *words])
    told = capsys.readouterr()
    return int(done.value.code or 0), told.out, told.err


def numbers(*words: str) -> list[dict]:
    told = CliRunner().invoke(energy, ["bargain", *words, "--json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def gas() -> dict:
    """Russian gas to China in 2022."""
    (found,) = numbers("RUS", "CHN", "--fuel", "gas", "--year", "2022", *FEW)
    return found


@pytest.mark.parametrize(
    "words",
    [
        ("RUS", "CHN", "--fuel", "gas", "--year", "2022"),
        ("Turkmenistan", "China", "--fuel", "gas"),
        ("DEU", "RUS", "--fuel", "gas", "--date", "2021-02-01"),
    ],
)
def test_it_fits_eighty_columns_and_says_both_directions(capsys, words):
    code, told, _ = said(capsys, *words, *FEW)
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    assert told.count("sells gas to") == 1
    assert "no lane between them" in told or "no bargain" in told  # the other direction
    for part in ("S seller's least", "B buyer's highest", "set by hand, from 0.2 to 0.6"):
        assert part in told


def test_the_split_adds_up_and_the_price_lies_between(gas):
    deal = gas["deal"]
    least, price, highest = (deal[name]["point"] for name in ("least", "price", "highest"))
    assert least < price < highest
    assert price == pytest.approx(0.4 * highest + 0.6 * least)
    both = deal["seller_gain"]["point"] + deal["buyer_gain"]["point"]
    assert deal["surplus"]["point"] == pytest.approx(both)
    assert deal["surplus"]["point"] == pytest.approx(
        (highest - least) * deal["amount"]["point"] / 1e3
    )


def test_published_prices_of_the_year_stand_beside_it(gas):
    """The ministry's 277.1 for 2022, and what each side gains at it."""
    paid = {each["price"]["source"]: each for each in gas["at_paid"]}
    ministry = paid["seller's ministry"]
    assert ministry["price"]["price"] == pytest.approx(277.1)
    gained = ministry["seller_gain"]["point"] + ministry["buyer_gain"]["point"]
    assert gained == pytest.approx(gas["deal"]["surplus"]["point"])


def test_more_power_brings_a_higher_price_and_the_same_ends():
    weak, strong = (
        numbers("TKM", "CHN", "--fuel", "gas", "--draws", "20", "--power", power)[0]["deal"]
        for power in ("0.1", "0.9")
    )
    assert weak["price"]["point"] < strong["price"]["point"]
    assert weak["least"] == strong["least"]
    assert weak["highest"] == strong["highest"]


def test_without_yearly_prices_the_share_is_said_to_be_unknown(capsys):
    code, told, _ = said(capsys, "TKM", "CHN", "--fuel", "gas", "--draws", "20")
    assert code == 0
    assert "unknown: no yearly prices" in " ".join(told.split())


@pytest.mark.parametrize("how", [(), ("--draws", "20")], ids=["from the table", "solved"])
def test_both_readings_of_prices_are_scored(capsys, how):
    code, told, _ = said(capsys, "RUS", "CHN", "--fuel", "gas", *how)
    assert max(map(len, told.splitlines())) <= 80
    assert ("from the shipped table" in told) == (not how)
    told = " ".join(told.split())
    assert code == 0
    for part in ("Bargained anew each year", "A contract on oil with a lag", "log score"):
        assert part in told


def test_a_line_that_is_not_built_has_a_price_for_each_side(capsys):
    words = ("RUS", "CHN", "--project", "power of siberia 2", "--draws", "20")
    code, told, _ = said(capsys, *words)
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    assert told.count("Both would sign") == 2
    assert "used at the border" in told


def test_marks_stand_on_the_ruler_where_they_belong():
    assert ruler([(0.0, "S"), (5.0, "●"), (10.0, "B")], 0.0, 10.0, 11) == "S────●────B"
    assert ruler([(3.0, "S")], 3.0, 3.0, 3) == "S··"


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("RUS", "CHN", "--fuel", "coal"), 2, "coal"),
        (("RUS", "CHN", "--draws", "19"), 2, "20<=x<=500"),
        (("RUS", "CHN", "--draws", "501"), 2, "20<=x<=500"),
        (("RUS", "CHN", "--power", "1.2"), 2, "within 0 and 1"),
        (("RUS", "CHN", "--power", "-0.1:0.5"), 2, "within 0 and 1"),
        (("RUS", "CHN", "--power", "0.6:0.2"), 2, "within 0 and 1"),
        (("RUS", "CHN", "--power", "nan"), 2, "within 0 and 1"),
        (("RUS", "CHN", "--power", "half"), 2, "half"),
        (("RUS", "CHN", "--year", "2021", "--date", "2021-01-01"), 2, "either"),
        (("RUS", "Atlantis"), 3, "Atlantis"),
        (("RUS", "RUS"), 3, "two different states"),
        (("FRA", "DEU"), 3, "one side for both"),
        (("KGZ", "RUS"), 3, "stands for Kyrgyzstan"),
        (("AUS", "CHN", "--fuel", "gas"), 3, "only by ship"),
        (("RUS", "CHN", "--date", "2018-12-31"), 3, "before the first balance"),
        (("RUS", "CHN", "--year", "2031"), 3, "beyond all prices"),
        (("RUS", "CHN", "--date", "9999-12-31"), 3, "beyond all prices"),
        (("RUS", "CHN", "--project", "Nabucco"), 3, "Power of Siberia 2"),
        (("KAZ", "CHN", "--project", "Power of Siberia 2"), 3, "does not run between"),
    ],
)
def test_what_cannot_be_answered_says_what_can(capsys, words, code, part):
    found, out, err = said(capsys, *words)
    assert (found, out) == (code, "")
    assert part in err


def test_a_state_within_a_group_is_not_said_to_sell_what_the_group_sells(capsys):
    code, told, _ = said(capsys, "MNG", "CHN", "--fuel", "gas")
    assert code == 0
    assert told.startswith("Other Asia and Pacific sells gas to China, ")
    flat = " ".join(told.split())
    assert "Mongolia sells" not in flat
    assert "Mongolia alone cannot be told apart" in flat
    assert "China with Hong Kong" in flat


def test_power_that_nothing_tells_is_unknown(capsys):
    _, told, _ = said(capsys, "KAZ", "CHN", "--fuel", "gas")
    assert "Seller's power: unknown" in told
    assert "not simulated, unknown" not in told


def test_readings_stand_beside_the_plain_mean_of_other_years():
    """Off by 15 from 25, by 0 from 20, by 15 from 15."""
    assert _plain_error([10.0, 20.0, 30.0]) == pytest.approx(10.0)
