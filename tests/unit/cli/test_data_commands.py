"""`steelyard data`: results on stdout, refusals as errors of the house."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import made_up_product
from steelyard.interfaces.cli.data import data
from steelyard.store import Store, is_store
from steelyard.vocabulary.errors import InputError, StoreError, UnknownName, UnreadableFile


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    made_up_product.use(monkeypatch.setattr, made_up_product.connector("office"))
    monkeypatch.setenv("STEELYARD_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def file(tmp_path) -> Path:
    rows = ("2020,RUS,CHN,50000,", "2021,RUS,CHN,60000,", "2021,RUS,KAZ,-1,", "2021,CHN,RUS,,?")
    return made_up_product.write(tmp_path / "flows.csv", *rows)


def run(*words: object) -> Result:
    """Run a command; what it raises, main() turns into a message, so it is raised here."""
    result = CliRunner().invoke(data, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_add_prints_what_became_of_every_row(place, file):
    result = run("add", file, "--published", "2024-05-01")
    assert result.exit_code == 0
    assert "flows.csv: office, vintage 2024-05-01" in result.stdout
    assert "4 rows in = 2 kept + 2 excluded" in result.stdout
    assert "1  value is below 0" in result.stdout
    assert "nothing changed" in run("add", file).stdout


def test_add_says_the_same_as_json(place, file):
    [report] = json.loads(run("add", file, "--json").stdout)
    assert (report["rows_in"], report["kept"], report["vintage"]) == (4, 2, "2024-01-01")
    assert report["excluded"] == {"doubtful": 1, "value is below 0": 1}


def test_a_refused_first_file_leaves_no_store_behind(place, tmp_path):
    with pytest.raises(UnreadableFile):
        run("add", tmp_path / "absent.csv")
    broken = made_up_product.write(tmp_path / "broken.csv", "2020,A,B,1,", "2020,A,C,many,")
    with pytest.raises(UnreadableFile):
        run("add", broken)
    assert not place.exists()


def test_files_before_a_refused_one_stay_and_are_reported(place, file, tmp_path):
    result = CliRunner().invoke(data, ["add", str(file), str(tmp_path / "absent.csv"), "--json"])
    assert isinstance(result.exception, UnreadableFile)
    assert len(json.loads(result.stdout)) == 1
    assert is_store(place)


def test_list_shows_the_embedded_tables_and_the_store(place, file):
    assert "Your own store is empty" in run("list").stdout
    run("add", file)
    text = run("list").stdout
    assert "Embedded dataset" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    found = json.loads(run("list", "--json").stdout)
    assert {"trade", "figures"} <= {item["table"] for item in found["embedded"]}
    [table] = found["tables"]
    assert (table["table"], table["rows"], table["excluded"]) == ("flows", 2, 2)


def test_show_prints_rows_with_units_and_sources(place, file):
    run("add", file)
    text = run("show", "flows", "--where", "year=2021").stdout
    assert "value, USD" in text
    assert "60,000" in text
    assert "1 of 1 rows" in text
    assert "Source: Office of Examples, Flows & stocks, 1. CC BY 4.0." in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_show_says_the_same_as_json_and_keeps_absence(place, tmp_path):
    run("add", made_up_product.write(tmp_path / "flows.csv", "2020,RUS,CHN,,"))
    assert "·" in run("show", "flows").stdout
    found = json.loads(run("show", "flows", "--json").stdout)
    assert found["rows"][0]["value"] is None
    assert found["columns"]["value"]["unit"] == "USD"
    assert found["sources"][0]["licence"] == "CC BY 4.0"


def test_show_reads_the_embedded_dataset_without_a_store(place):
    found = json.loads(
        run("show", "trade", "--json", "--where", "exporter=RUS", "--where", "importer=CHN").stdout
    )
    assert found["from"] == "embedded dataset"
    assert found["rows_in_all"] > 20
    assert found["sources"]


def test_show_respects_the_day(place, file):
    run("add", file, "--published", "2024-05-01")
    assert "0 of 0 rows" in run("show", "flows", "--as-of", "2024-04-30").stdout


def test_show_names_columns_that_do_not_fit(place, file):
    run("add", file)
    assert "Not shown:" in run("show", "flows").stdout
    assert "Not shown:" not in run("show", "flows", "--columns", "year,value").stdout


def test_unknown_tables_and_columns_are_refused(place, file):
    run("add", file)
    with pytest.raises(UnknownName, match="Did you mean flows"):
        run("show", "flow")
    with pytest.raises(InputError, match="no column price"):
        run("show", "flows", "--columns", "year,price")
    with pytest.raises(InputError, match="COLUMN=VALUE"):
        run("show", "flows", "--where", "2021")


def test_excluded_prints_reasons_then_rows(place, file):
    run("add", file)
    text = run("excluded", "flows").stdout
    assert "value is below 0" in text
    found = json.loads(run("excluded", "flows", "--json").stdout)
    assert found["reasons"] == {"doubtful": 1, "value is below 0": 1}
    assert len(found["rows"]) == 2


def test_check_exits_with_5_when_something_is_wrong(place, file):
    run("add", file)
    assert "sound (1 imports" in run("check").stdout
    [rows] = place.glob("objects/*/*")
    rows.unlink()
    result = run("check")
    assert result.exit_code == 5
    assert "flows.csv" in result.stdout
    assert len(json.loads(run("check", "--json").stdout)["problems"]) == 1


def test_commands_on_the_store_say_that_there_is_none(place):
    for words in (["check"], ["excluded", "flows"], ["correct", "--withdraw", "1"]):
        with pytest.raises(StoreError, match="there is no store"):
            run(*words)


def test_cite_covers_embedded_and_own_data(place, file):
    run("add", file)
    text = run("cite").stdout
    assert "Office of Examples (2024)" in text
    assert "Gaulier" in text
    assert "@misc{office," in run("cite", "--bibtex").stdout
    assert {"origin", "text", "bibtex"} == set(json.loads(run("cite", "--json").stdout)[0])


def test_correct_records_and_withdraws(place, file):
    run("add", file)
    text = run(
        *("correct", "flows", "--match", "year=2020", "--column", "value", "--expect", "50000"),
        *("--value", "5e4", "--reason", "rounded", "--action", "flag"),
    ).stdout
    assert "entry 2" in text
    assert "rounded" in run("list").stdout
    assert json.loads(run("show", "flows", "--json").stdout)["rows"][0]["corrected"] == "rounded"
    done = run("correct", "--withdraw", "2", "--reason", "mended", "--json")
    assert json.loads(done.stdout)["entry"] == 3
    assert Store.open(place).corrections() == {}


def test_correct_needs_to_know_what(place, file):
    run("add", file)
    assert run("correct").exit_code == 2
    assert run("correct", "flows", "--match", "year", "--column", "value").exit_code == 2


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from steelyard.interfaces.cli.data import data\n"
        "try: data(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'duckdb', 'pandas', 'numpy', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "build-reference" in done.stdout
