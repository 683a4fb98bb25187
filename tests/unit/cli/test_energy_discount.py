"""`steelyard energy discount`: what it prints, what it refuses, and what it says instead."""

import json

import pytest

from steelyard.interfaces.cli.main import main


def said(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(["energy", "discount", *words])
    told = capsys.readouterr()
    return int(done.value.code or 0), told.out, told.err


@pytest.fixture(scope="module")
def rows(request) -> list[dict]:
    """All discounts of Russia and China as JSON."""
    from click.testing import CliRunner

    from steelyard.interfaces.cli.energy import energy

    told = CliRunner().invoke(energy, ["discount", "RUS", "CHN", "--json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


@pytest.mark.parametrize("pair", [("RUS", "CHN"), ("India", "Russia"), ("RUS", "TUR")])
def test_it_fits_eighty_columns_and_speaks_of_both_directions(capsys, pair):
    code, told, _ = said(capsys, *pair, "--from", "2022", "--fuel", "crude")
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    assert "Russia sells to" in told
    assert "sells to Russia" in told
    assert "What this does not say" in told


def test_known_discounts_stand_in_the_json(rows):
    """Argus: 20.5 in June 2023 at Baltic ports; ministry: 277.1 against 983.8 in 2022."""
    by_key = {(r["market"], r["benchmark"], r["basis"], r["period"]): r for r in rows}
    baltic = by_key["Urals in Baltic ports", "Brent", "published figures", "2023-06"]
    assert baltic["gap"]["point"] == pytest.approx(20.5)
    assert baltic["stage"] == "fob"
    assert {name for name, _ in baltic["parts"]} == {"quality", "stage", "freight"}
    gas = by_key["pipeline gas", "its buyers in Europe and Türkiye", "Russian figures", "2022"]
    assert gas["gap"]["point"] == pytest.approx(983.8 - 277.1)
    assert gas["corrected"]["point"] is None
    assert "contract" in gas["corrected"]["basis"]


def test_parts_and_what_is_left_add_up_to_the_same_months_gap(rows):
    """Timing is the gap of the same month less that of the series, so it adds to what is left."""
    parted = [r for r in rows if r["parts"]]
    assert len(parted) > 30
    for row in parted:
        rest = row["corrected"]["point"]
        parts = {name: value["point"] for name, value in row["parts"]}
        rest += sum(value for name, value in parts.items() if name != "timing")
        assert rest == pytest.approx(row["gap"]["point"], abs=1e-6), row["market"]


def test_numbers_are_those_of_the_series(rows):
    from datetime import date

    from steelyard.dossier.assemble import _basis
    from steelyard.dossier.domains.energy import energy_series
    from steelyard.dossier.request import request
    from steelyard.reference.dataset import load

    day = date(2026, 11, 22)
    basis = _basis(load(day), request("RUS", "CHN", (2017, 2025), day, 0), lambda step, done: None)
    series = {
        (s.measure, s.part.replace(", against ", " against "), s.basis, s.partner): s
        for s in energy_series(basis)
    }
    for row in rows:
        key = (f"{row['market']} against {row['benchmark']}", row["basis"], row["buyer"])
        assert series["energy.price_gap", *key].at(row["period"]).value.point == row["gap"]["point"]
        if row["corrected"]["point"] is not None:
            left = series["energy.corrected_gap", *key].at(row["period"]).value
            assert (left.point, left.low, left.high) == tuple(
                row["corrected"][end] for end in ("point", "low", "high")
            )


def test_one_fuel_is_one_fuel(capsys):
    code, told, _ = said(capsys, "RUS", "CHN", "--fuel", "lng", "--json")
    assert code == 0
    assert {row["fuel"] for row in json.loads(told)} == {"LNG"}


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("RUS", "CHN", "--fuel", "wood"), 2, "wood"),
        (("RUS", "Atlantis"), 3, "Atlantis"),
        (("RUS", "RUS"), 3, "two different states"),
        (("RUS", "CHN", "--from", "2025", "--to", "2022"), 3, "2022:2025"),
        (("RUS", "CHN", "--from", "2030", "--to", "2031"), 3, "2030"),
        (("RUS", "CHN", "--from", "many"), 2, "many"),
        (("KAZ", "CHN"), 3, "RUS CHN, RUS IND, SAU CHN"),
        (("USA", "CHN", "--fuel", "gas"), 3, "pipeline gas"),
    ],
)
def test_what_cannot_be_answered_says_what_can(capsys, words, code, part):
    found, out, err = said(capsys, *words)
    assert (found, out) == (code, "")
    assert part in err


@pytest.mark.parametrize("years", [("--from", "2030"), ("--from", "2030", "--to", "2031")])
def test_years_beyond_the_data_are_not_advised_to_be_swapped(capsys, years):
    code, _, told = said(capsys, "RUS", "CHN", *years)
    assert code
    assert "lies outside the dataset" in told
    assert "Swap" not in told


def test_columns_have_names(capsys):
    _, told, _ = said(capsys, "RUS", "CHN", "--fuel", "gas", "--from", "2022", "--to", "2022")
    assert any(line.split() == ["gap", "left"] for line in told.splitlines())
