"""What a causal system refuses: each fault is named with its table, its line and the way out."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from steelyard.system.causal import SHIPPED, read, shipped
from steelyard.vocabulary.errors import BadRows, UnknownName, UnreadableFile

TABLES = ("variables", "observations", "mechanisms", "links", "impulses", "named_loops")
Rows = list[dict[str, str]]


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in TABLES:
        shutil.copy(SHIPPED / f"{name}.csv", tmp_path)
    return tmp_path


def change(folder: Path, name: str, edit: Callable[[Rows], object]) -> None:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    columns = list(rows[0])
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(rows)


def put(column: str, text: str, line: int = 2) -> Callable[[Rows], object]:
    return lambda rows: rows[line - 2].update({column: text})


def again(**cells: str) -> Callable[[Rows], object]:
    return lambda rows: rows.append({**rows[0], **cells})


FAULTS = [
    ("variables", put("unit", " "), "line 2, column 'unit'"),
    ("variables", again(), "line 92, column 'variable'"),
    ("variables", again(variable="lonely"), "line 92, column 'variable'"),
    ("variables", put("variable", "Use of Force"), "small letters"),
    ("variables", put("variable", "time"), "other than time"),
    ("variables", put("kind", "flow"), "one of stock, auxiliary, exogenous"),
    ("variables", put("decay", "0.1"), "only a stock keeps"),
    ("variables", put("decay", "", 3), "a number"),
    ("variables", put("decay", "nan", 3), "a number between"),
    ("variables", put("decay", "0.5", 3), "its own low and high"),
    ("variables", put("decay_low", "0", 3), "a number between"),
    ("variables", put("domain", "weather"), "one of trade"),
    ("variables", put("unobserved", ""), "a reason where no series"),
    ("variables", put("unobserved", "none", 3), "a reason where no series"),
    ("observations", put("series", "votes.distancex"), "votes.distance"),
    ("observations", put("series", "", 3), "line 3, column 'series'"),
    ("observations", put("source", "rumour"), "one of measure, figure, price"),
    ("observations", put("transform", "sqrt"), "one of level, log, log difference"),
    ("observations", put("sign", "up"), "one of +, -"),
    ("observations", again(variable="alignment"), "something else than line 2"),
    ("observations", again(variable="alignmentx", basis="other"), "Did you mean alignment"),
    ("mechanisms", put("cause", ""), "line 2, column 'cause'"),
    ("mechanisms", put("cause", "western_acess"), "Did you mean western_access"),
    ("mechanisms", put("polarity", "-"), "they make + way"),
    ("mechanisms", put("polarity", "+/-"), "they make + way"),
    ("mechanisms", put("works", ""), "a text"),
    ("mechanisms", put("documents", ";"), "at least one name"),
    ("links", put("documents", ""), "at least one name"),
    ("mechanisms", again(mechanism="m90"), "they make no way"),
    ("mechanisms", again(), "something else than line 2"),
    ("links", again(polarity="-"), "line 2 has the other sign"),
    ("links", again(), "line 2 has the same sign"),
    ("links", again(variant="s009", polarity="-"), "line 2 has the other sign"),
    ("links", put("polarity", "?"), "one of +, -"),
    ("links", put("effect", "outside_option"), "Did you mean outside_options"),
    ("links", put("effect", "western_access"), "another variable than the cause"),
    ("links", put("strength", "-0.1"), "a number between 0"),
    ("links", put("strength", "strong"), "a number"),
    ("links", put("strength", "0.9"), "its own low and high"),
    ("links", put("strength_high", "inf"), "a number between"),
    ("links", put("delay_years", "-1"), "a number between 0 and 100"),
    ("links", put("bend", "1"), "nothing, as the form is linear"),
    ("links", put("form", "threshold"), "a number, as the form is threshold"),
    ("links", put("form", "product"), "a condition, as the form is product"),
    ("links", put("switch", "sanctions > 0"), "nothing, as the form is linear"),
    ("links", put("mechanisms", "m99"), "'m99'"),
    ("links", put("mechanisms", ""), "a mechanism, as the link is stated"),
    ("links", put("reason", ""), "a text"),
    ("impulses", put("date", "2014-13"), "line 2, column 'date'"),
    ("impulses", put("date", "2023-02-29"), "YYYY-MM-DD"),
    ("impulses", put("date", "1920s"), "YYYY"),
    ("impulses", put("date", "0044"), "1500 to 2100"),
    ("impulses", put("variable", "weather"), "a variable of variables.csv"),
    ("impulses", put("direction", "up"), "one of +, -"),
    ("impulses", put("size", "9"), "its own low and high"),
    ("impulses", put("lasting_years", "0"), "a number between"),
    ("impulses", again(), "something else than line 2"),
    ("named_loops", put("polarity", "balancing"), "reinforcing, as its links make it"),
    ("named_loops", put("ring", "alignment;sanctions"), "alignment to sanctions has none"),
    ("named_loops", put("ring", "alignment"), "two variables or more"),
    ("named_loops", put("ring", "alignmentx;west_pressure"), "Did you mean alignment"),
]


@pytest.mark.parametrize(("name", "edit", "said"), FAULTS)
def test_a_fault_is_refused_with_its_row(folder, name, edit, said):
    change(folder, name, edit)
    with pytest.raises(BadRows) as refused:
        read(folder)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{name}.csv, line ")
    assert refused.value.remedy


def test_a_switch_that_is_no_condition_is_refused(folder):
    at = next(line for line, each in enumerate(shipped().links, 2) if each.switch)
    change(folder, "links", put("switch", "in bad years", at))
    with pytest.raises(BadRows, match="VARIABLE > NUMBER"):
        read(folder)


def test_a_switch_of_nobody_is_refused(folder):
    at = next(line for line, each in enumerate(shipped().links, 2) if each.switch)
    change(folder, "links", put("switch", "weather > 0", at))
    with pytest.raises(BadRows, match="weather"):
        read(folder)


def test_what_comes_from_outside_has_no_cause(folder):
    edit = again(cause="alignment", effect="aggression_rus")
    change(folder, "links", edit)
    with pytest.raises(BadRows, match="not exogenous"):
        read(folder)


def test_a_loop_of_auxiliaries_alone_is_refused(folder):
    edit = again(cause="dependence", effect="leverage_chn", kind="implied", mechanisms="")
    change(folder, "links", edit)
    with pytest.raises(BadRows, match=r"dependence -> leverage_chn|leverage_chn -> dependence"):
        read(folder)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_absent_empty_or_binary_is_refused(folder, name):
    path = folder / f"{name}.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    for content in (b"", head.encode(), head.encode() + b"\nonly one cell\n", b"a,b\n1,2\n"):
        path.write_bytes(content)
        with pytest.raises(BadRows, match=name):
            read(folder)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFile):
        read(folder)
    path.unlink()
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read(folder)


def test_names_that_nobody_knows_come_with_the_nearest():
    system = shipped()
    with pytest.raises(UnknownName, match="alignment"):
        system["alignmentx"]
    with pytest.raises(UnknownName, match="m89"):
        system.links_of("m98")
    with pytest.raises(UnknownName, match="sign of its own"):
        system.graph("s000")
