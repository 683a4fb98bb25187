"""The triangle of a pair with a third state: definitions, years, camps, words and refusals."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import CliRunner

from steelyard.dossier.request import request
from steelyard.dossier.triangle.asked import asked_triangle
from steelyard.dossier.triangle.measured import Measured, fixed, together
from steelyard.dossier.triangle.stated import FILE, stated
from steelyard.interfaces.cli.main import cli
from steelyard.reference.dataset import load
from steelyard.report.figures.triangle import triangle_figures
from steelyard.vocabulary.errors import BadRows, InputError, NoData
from steelyard.vocabulary.states import find


@pytest.fixture(scope="module")
def data():
    return load(date(2026, 11, 22))


@pytest.fixture(scope="module")
def made(data):
    return asked_triangle(data, request("RUS", "CHN", (2004, 2023)))


def test_the_third_state_is_the_first_of_the_file_that_is_not_in_the_pair():
    assert [stated().third(pair) for pair in (("RUS", "CHN"), ("USA", "CHN"), ("KAZ", "USA"))] == [
        "USA", "RUS", "CHN",
    ]  # fmt: skip


def test_every_year_has_types_and_roles_that_add_up_and_origins(made):
    assert {each.definition for each in made.years} == {one.id for one in made.definitions}
    for each in made.years:
        assert sum(each.types) == pytest.approx(1)
        assert all(sum(roles) == pytest.approx(1) for roles in each.roles)
        assert all(sum(types) == pytest.approx(1) for _, types in each.other_cuts)
        assert each.origins
        assert all(tie.value.low <= tie.value.point <= tie.value.high for tie in each.ties)


def test_a_higher_threshold_never_makes_a_closer_triangle(made):
    for each in made.years:
        cuts = [(cut, types[0]) for cut, types in each.other_cuts]
        own = next(one.cut for one in made.definitions if one.id == each.definition)
        shares = [share for _, share in sorted([*cuts, (own, each.types[0])])]
        assert shares == sorted(shares, reverse=True)


def test_swapping_the_pair_swaps_the_roles(data, made):
    turned = asked_triangle(data, request("CHN", "RUS", (2004, 2023)))
    for one, other in zip(made.of("kappa"), turned.of("kappa"), strict=True):
        assert one.types == pytest.approx(other.types, abs=0.08)  # unseen votes are drawn anew
        assert one.roles[0] == pytest.approx(other.roles[1], abs=0.08)
    assert [each.frustrated for each in made.camps] == [each.frustrated for each in turned.camps]


def test_the_tie_of_the_pair_has_the_value_of_its_own_series(data, made):
    from steelyard.dossier.assemble import dossier

    found = dossier("RUS", "CHN", (2004, 2023), data=data)
    same = found.find("votes.agreement.RUS.CHN.general-assembly-roll-calls")
    newest = found.triangle.of("votes")[-1]
    assert newest.ties[0].value.point == pytest.approx(same.at(str(newest.year)).value.point)
    assert set(newest.origins) <= {one.id for one in found.origins}


def test_camps_have_no_interval_and_say_why(made):
    newest = made.camps[-1]
    assert newest.frustrated.low is None
    assert "noise" in newest.frustrated.basis
    assert newest.draws > 0
    assert 0 <= newest.frustrated.point <= newest.ties / 2
    assert newest.line_balance.point == pytest.approx(1 - 2 * newest.frustrated.point / newest.ties)
    assert set(made.states) <= set(newest.states)


def test_definitions_without_data_are_named_not_filled(data):
    found = asked_triangle(data, request("KAZ", "CHN", (2010, 2020)))
    assert {name for name, _ in found.absent} == {"opinion", "all-three"}
    assert not found.of("opinion")


def test_a_third_state_of_the_pair_and_years_without_data_are_refused(data):
    with pytest.raises(InputError, match="one of the two"):
        asked_triangle(data, request("RUS", "CHN"), find("CHN"))
    with pytest.raises(NoData, match="all three ties"):
        asked_triangle(data, request("RUS", "CHN", (2024, 2025)))


def measured(values, spread=1.0):
    years = len(values)
    value = np.array(values, dtype=float)
    return Measured(
        tuple(range(2000, 2000 + years)), value, np.repeat(value[None], 400, axis=0),
        fixed([0.0], years), np.full(years, spread),
        {2000 + place: ("x",) for place in range(years)}, "made",
    )  # fmt: skip


def test_several_are_averaged_in_standard_deviations_where_all_are_known():
    one, other = measured([[1, 2, 3], [1, 1, 1]], 2.0), measured([[1, 0, -1], [np.nan, 1, 1]])
    found = together([(one, 0.0), (other, 0.0)], [0.0])
    assert found.years == (2000,)
    assert found.value.tolist() == [[0.75, 0.5, 0.25]]
    assert together([(one, 0.0), (measured([[np.nan] * 3]), 0.0)], [0.0]) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "kappa"', 'kind = "friendship"'),
        ('of = ["votes", "trade"]', 'of = ["votes", "arms"]'),
        ("cut = 50.0", "cut = 150.0"),
        ('id = "kappa"', 'id = "votes"'),
        ("main = true", "main = false"),
        ('thirds = ["USA", "CHN", "RUS"]', 'thirds = ["USA", "CHN"]'),
        ("stated = 2026-11-22", 'stated = "today"'),
    ],
)
def test_a_file_that_breaks_its_rules_is_refused(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "ties.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadRows, match=r"ties\.toml"):
        stated(path)


def test_figures_say_what_they_show_and_hold_all_numbers(made):
    a, b = (
        SimpleNamespace(iso3=c, name=n)
        for c, n in zip(made.states[:2], made.names[:2], strict=True)
    )
    found = list(triangle_figures(SimpleNamespace(a=a, b=b, triangle=made)))
    assert [figure.id for figure in found] == [
        "triangle-types", "triangle-newest", "triangle-camps",
    ]  # fmt: skip
    for figure in found:
        assert figure.title in figure.alt
        assert figure.origins
        assert figure.narrow is not None
        assert len(figure.table.rows) > 1
    assert len(found[0].rows) == len(made.years) * 3 * 4
    assert not list(triangle_figures(SimpleNamespace(a=a, b=b, triangle=None)))


def test_the_command_prints_within_80_columns_and_refuses_unknown_definitions():
    asked = ["games", "triangle", "RUS", "CHN", "IND", "--years", "2010:2019"]
    shown = CliRunner().invoke(cli, [*asked, "--by", "votes"])
    assert shown.exit_code == 0, shown.output
    assert "India" in shown.output
    assert "named by the user" in shown.output
    assert max(map(len, shown.output.splitlines())) <= 80
    refused = CliRunner().invoke(cli, [*asked, "--by", "love"])
    assert isinstance(refused.exception, InputError)
