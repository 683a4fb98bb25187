"""XMILE: what is read, what is refused with its place, and that writing and reading agree."""

from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.system_models import chain_of_sectors, every_sign

from steelyard.system.model import Kind, Model, Span, constant, stock
from steelyard.system.simulation import simulate
from steelyard.system.xmile import read_file, read_text
from steelyard.system.xmile_text import write_file, write_text
from steelyard.vocabulary.errors import BadModel, UnreadableFile

HEAD = "<xmile><sim_specs><start>0</start><stop>4</stop>{dt}</sim_specs>"
LAKE = '<stock name="Big Lake"><eqn>5</eqn><outflow>"drain"</outflow></stock>'
DRAIN = '<flow name="Drain"><eqn>"Big Lake" * Rate</eqn></flow>'
RATE = '<aux name="Rate"><eqn>0.5 {a share}</eqn><units>1/y</units><doc>guess</doc></aux>'


def text(*variables: str, dt: str = "", outer: str = "") -> str:
    inside = "".join(variables)
    return (
        HEAD.format(dt=dt)
        + outer
        + f"<model><variables>{inside}</variables><views/></model></xmile>"
    )


def test_a_model_of_another_program_is_read():
    model = read_text(text(LAKE, DRAIN, RATE, dt='<dt reciprocal="true">2</dt>'))
    assert [each.kind for each in model.variables] == [Kind.STOCK, Kind.FLOW, Kind.CONSTANT]
    assert model.span == Span(0, 4, 0.5)
    assert (model["rate"].unit, model["rate"].note, model["drain"].unit) == ("1/y", "guess", None)
    assert simulate(model, engine="numpy")["big_lake"][1] == 5 - 0.5 * 2.5


def test_floors_of_one_stock_or_of_all():
    outer = "<behavior><stock><non_negative/></stock></behavior>"
    for_one = LAKE.replace("<eqn>", "<non_negative/><eqn>")
    freed = LAKE.replace("<eqn>", "<non_negative>false</non_negative><eqn>")
    for lake, around, floor in (
        (LAKE, "", 0),
        (for_one, "", 1),
        (LAKE, outer, 1),
        (freed, outer, 0),
    ):
        read = read_text(text(lake, DRAIN, RATE, outer=around))
        assert read["big_lake"].non_negative is bool(floor)


def test_flows_that_may_not_be_negative_are_the_larger_of_zero_and_their_equation():
    freed = DRAIN.replace("<eqn>", "<non_negative>false</non_negative><eqn>")
    for_one = DRAIN.replace("<eqn>", "<non_negative/><eqn>")
    every = "<behavior><non_negative/></behavior>"
    flows = "<behavior><flow><non_negative/></flow></behavior>"
    rate = RATE.replace("0.5", "-0.5")
    for drain, around, drained, lakes in (
        (DRAIN, "", -2.5, False),
        (for_one, "", 0, False),
        (DRAIN, flows, 0, False),
        (DRAIN, every, 0, True),
        (freed, every, -2.5, True),
    ):
        model = read_text(text(LAKE, drain, rate, outer=around))
        assert model["big_lake"].non_negative is lakes
        assert simulate(model, engine="numpy")["drain"][0] == drained


def test_tables_over_time_are_series():
    by_points = '<aux name="a"><eqn>TIME</eqn><gf><xpts>0,2</xpts><ypts>1,5</ypts></gf></aux>'
    by_scale = by_points.replace("<xpts>0,2</xpts>", '<xscale min="0" max="2"/>')
    for each in (by_points, by_scale):
        series = read_text(text(each))["a"]
        assert (series.kind, series.times, series.values) == (Kind.SERIES, (0.0, 2.0), (1.0, 5.0))


def test_tables_over_anything_else_are_lookups():
    table = "<gf><xpts>0,2,3</xpts><ypts>1,5,0</ypts></gf>"
    model = read_text(
        text(f'<aux name="a"><eqn>TIME - 1</eqn>{table}</aux>',
             f'<flow name="f"><eqn>-TIME</eqn>{table}<non_negative/></flow>')
    )  # fmt: skip
    run = simulate(model, engine="numpy")
    np.testing.assert_allclose(run["a"], np.interp(run.times - 1, [0, 2, 3], [1, 5, 0]))
    assert (run["f"] == 1).all()
    again = read_text(write_text(model))
    assert again["a"].equation == model["a"].equation
    np.testing.assert_array_equal(simulate(again, engine="numpy")["f"], run["f"])


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + text(RATE).replace(
    "guess", "&b;"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + text(RATE).replace(
    "guess", "&a;"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BOMB, "declaration of types or entities"),
        (OUTSIDE, "declaration of types or entities"),
        ('<!DOCTYPE x SYSTEM "x.dtd">' + text(RATE), "declaration"),
        ("not xml", "no XML"),
        ("", "no XML"),
        (text(RATE)[:-9], "no XML"),
        (b"\xff\xfe\x00", "no XML"),
        ("<html/>", "begins with 'html'"),
    ],
)
def test_what_is_no_safe_xmile_is_refused(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_text(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (text(RATE).replace("<sim_specs>", '<sim_specs method="RK4">'), "rk4"),
        (text(RATE, dt="<dt>x</dt>"), "'x'"),
        (text(RATE, dt='<dt reciprocal="true">0</dt>'), "1/0"),
        (text(RATE, dt="<dt>3</dt>"), "a span"),
        (text('<module name="m"/>'), "modules"),
        (text('<group name="g"/>'), "group 'g'"),
        (text(RATE, outer="<dimensions/>"), "arrays"),
        (text('<stock name="s"><eqn>1</eqn><conveyor/></stock>'), "s: conveyor"),
        (text('<aux name="a"><eqn>1</eqn><dimensions/></aux>'), "arrays"),
        (text(LAKE, DRAIN), "'rate' in drain"),
        (text('<aux name="a"><eqn>delay1(b, 2)</eqn></aux>'), "'delay1' is no function"),
        (text('<aux name="a"><eqn>1 +</eqn></aux>'), "equation of a, character 4"),
        (text('<aux name="a"/>'), "equation of a, character 1"),
        (
            text('<aux name="a"><eqn>2*TIME</eqn><gf><xpts>1</xpts><ypts>1</ypts></gf></aux>'),
            "a table of 1 places",
        ),
        (
            text(
                '<aux name="a"><eqn>2*TIME</eqn><gf type="discrete"><xpts>1,2</xpts>'
                "<ypts>1,2</ypts></gf></aux>"
            ),
            "in steps",
        ),
        (
            text('<stock name="a"><eqn>1</eqn><gf><xpts>1,2</xpts><ypts>1,2</ypts></gf></stock>'),
            "of a stock",
        ),
        (text('<aux name="a"><eqn>TIME</eqn><gf><ypts>1,x</ypts></gf></aux>'), "a table with"),
        (text('<aux name="a"><eqn>TIME</eqn><gf><ypts>1,2</ypts></gf></aux>'), "a table with"),
    ],
)
def test_what_is_not_read_is_refused_and_never_left_out(content, words):
    with pytest.raises(BadModel, match=words):
        read_text(content)


def test_a_file_that_is_absent_or_a_folder_is_refused(tmp_path: Path):
    for path in (tmp_path / "none.stmx", tmp_path):
        with pytest.raises(UnreadableFile, match=str(tmp_path)):
            read_file(path)


@pytest.mark.parametrize("model", [every_sign(), chain_of_sectors(3)], ids=lambda model: model.name)
def test_what_is_written_runs_the_same_when_read(model, tmp_path: Path):
    file = tmp_path / "model.stmx"
    write_file(model, file)
    back = read_file(file)
    assert [each.name for each in tmp_path.iterdir()] == ["model.stmx"]
    assert (back.name, back.span, back.time_unit) == (model.name, model.span, model.time_unit)
    assert [each.unit for each in back.variables] == [each.unit for each in model.variables]
    assert [each.causes for each in back.variables] == [each.causes for each in model.variables]
    assert write_text(back) == write_text(read_text(write_text(back)))
    ours, theirs = (simulate(each, engine="numpy").values for each in (model, back))
    np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-12)


def test_control_characters_are_refused_when_writing():
    model = Model("m", (constant("a", "1", 1, note="bell \x07"),), Span(0, 1))
    with pytest.raises(BadModel, match="control characters"):
        write_text(model)


def test_markup_in_notes_is_text_and_not_markup():
    model = Model("a < b & c", (stock("s", "1", 1, note="<stock name='x'/> & more"),), Span(0, 1))
    back = read_text(write_text(model))
    assert (back.name, back["s"].note) == (model.name, model["s"].note)
