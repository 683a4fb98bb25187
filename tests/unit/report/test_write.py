"""The report's folder appears whole or not at all, with the same bytes every time."""

import errno
import json
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from steelyard.dossier.records import Dossier
from steelyard.report import write_report
from steelyard.vocabulary.errors import InputError, StoreError, StoreFull, StoreReadOnly


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_folder_holds_page_dossier_data_and_drawings(written: Path):
    files = set(contents(written.parent))
    assert {"index.html", "dossier.json", "data/README.txt"} <= files
    ids = {Path(name).stem for name in files if name.startswith("figures/")}
    for id_ in ids:
        assert {f"data/{id_}.{kind}" for kind in ("csv", "json", "parquet")} <= files
        assert {f"figures/{id_}.{kind}" for kind in ("svg", "png")} <= files
    assert {"steelyard", "export-share", "partners-rus-exports", "map", "ranking"} <= ids


def test_the_same_dossier_gives_the_same_bytes(small: Dossier, tmp_path: Path):
    one = write_report(small, tmp_path / "one").parent
    other = write_report(small, tmp_path / "other").parent
    assert contents(one) == contents(other)


def test_the_dossier_reads_back(written: Path, dossier: Dossier):
    text = (written.parent / "dossier.json").read_text(encoding="utf-8")
    assert Dossier.model_validate_json(text) == dossier


def test_the_three_data_files_hold_the_same_numbers(written: Path):
    data = written.parent / "data"
    rows = json.loads((data / "export-share.json").read_text(encoding="utf-8"))["rows"]
    table = pl.read_parquet(data / "export-share.parquet")
    text = pl.read_csv(data / "export-share.csv")
    assert len(rows) == table.height == text.height == 64
    assert [row["value"] for row in rows] == table["value"].to_list()
    assert text["value"].to_list() == pytest.approx(table["value"].to_list())


def test_data_files_name_source_and_licence(written: Path):
    data = written.parent / "data"
    about = json.loads((data / "export-share.json").read_text(encoding="utf-8"))
    assert about["licence"] == "CC0"
    assert pl.read_parquet_metadata(data / "export-share.parquet")["licence"] == "CC0"
    assert "Invented trade flows" in (data / "README.txt").read_text(encoding="utf-8")


def test_an_absent_figure_is_an_empty_cell_never_zero(written: Path):
    table = pl.read_csv(written.parent / "data" / "steelyard.csv")
    missing = table.filter(pl.col("domain") == "institutions", pl.col("quantity") == "a_on_b")
    assert missing["value"].null_count() == missing.height > 0


def test_every_drawing_is_well_formed_and_named(written: Path):
    for path in sorted((written.parent / "figures").glob("*.svg")):
        root = ElementTree.parse(path).getroot()
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]


def test_progress_runs_from_zero_to_one(small: Dossier, tmp_path: Path):
    told = []
    write_report(small, tmp_path / "r", progress=lambda stage, done: told.append(done))
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1


def test_an_earlier_report_is_replaced(small: Dossier, tmp_path: Path):
    page = write_report(small, tmp_path / "r")
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "old</body>"))
    assert "old</body>" not in write_report(small, tmp_path / "r").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


@pytest.mark.parametrize("name", ["notes.txt", "index.html", "data/mine.xlsx", ".hidden"])
def test_a_folder_with_other_files_is_left_alone(small: Dossier, tmp_path: Path, name: str):
    folder = tmp_path / "precious"
    mine = folder / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(InputError, match="did not write"):
        write_report(small, folder)
    assert contents(folder) == {name: b"mine"}


def test_a_file_in_the_way_is_left_alone(small: Dossier, tmp_path: Path):
    place = tmp_path / "report"
    place.write_text("mine")
    with pytest.raises(InputError):
        write_report(small, place)
    assert place.read_text() == "mine"


def test_a_report_with_a_foreign_file_in_it_is_left_alone(small: Dossier, tmp_path: Path):
    page = write_report(small, tmp_path / "r")
    (page.parent / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"notes\.txt"):
        write_report(small, tmp_path / "r")


def test_a_full_disk_changes_nothing(small: Dossier, tmp_path: Path, monkeypatch):
    folder = tmp_path / "new" / "r"
    monkeypatch.setattr(Path, "write_text", _refuse(errno.ENOSPC))
    with pytest.raises(StoreFull, match="Nothing was changed"):
        write_report(small, folder)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_keeps_the_old_report(small: Dossier, tmp_path: Path, monkeypatch):
    before = contents(write_report(small, tmp_path / "r").parent)
    monkeypatch.setattr(Path, "write_text", _refuse(errno.ENOSPC))
    with pytest.raises(StoreFull):
        write_report(small, tmp_path / "r")
    assert contents(tmp_path / "r") == before
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_a_read_only_folder_is_explained(small: Dossier, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "mkdtemp", _refuse(errno.EROFS))
    with pytest.raises(StoreReadOnly, match="Name another folder"):
        write_report(small, tmp_path / "r")
    assert not list(tmp_path.iterdir())


def test_a_failed_swap_puts_the_old_report_back(small: Dossier, tmp_path: Path, monkeypatch):
    before = contents(write_report(small, tmp_path / "r").parent)
    rename = Path.rename

    def stubborn(path: Path, target: Path):
        if ".new-" in path.name:
            raise OSError(errno.EIO, "input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(StoreError, match="Nothing was changed"):
        write_report(small, tmp_path / "r")
    assert contents(tmp_path / "r") == before
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def _refuse(number: int):
    def refusing(*args, **kwargs):
        raise OSError(number, "refused by the test")

    return refusing
