"""Labelled panels: exact alignment, absence passed on, units kept."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.vocabulary.errors import AxisMismatch, BadRows, LawError, UnitMismatch, UnknownName
from steelyard.vocabulary.panel import Panel, align
from steelyard.vocabulary.provenance import Origin, Processing, Provenance


def _origin(name):
    return Origin(name, name, name, "1", name, "", "CC0", date(2025, 1, 1), "ship")


ONE, TWO = Provenance((_origin("one"),)), Provenance((_origin("two"),))


def panel(values, states=("RUS", "CHN"), unit="USD m", kind="extensive", provenance=ONE):
    return Panel(np.array(values), {"state": states}, unit, kind, provenance)


def grid(values):
    axes = {"state": ("RUS", "CHN"), "year": (2019, 2020, 2021)}
    return Panel(np.array(values), axes, "USD m", "extensive", ONE)


def test_labels_must_fit_the_shape():
    with pytest.raises(AxisMismatch, match="3 place"):
        panel([1.0, 2.0, 3.0])
    with pytest.raises(AxisMismatch, match="dimension"):
        panel([[1.0, 2.0]])


def test_labels_must_not_repeat():
    with pytest.raises(AxisMismatch):
        panel([1.0, 2.0], states=("RUS", "RUS"))


def test_infinities_are_refused():
    with pytest.raises(LawError, match="infinite"):
        panel([1.0, np.inf])


def test_a_panel_cannot_be_changed_and_does_not_share_its_array():
    values = np.array([1.0, 2.0])
    frozen = Panel(values, {"state": ("RUS", "CHN")}, "1", "intensive", ONE)
    values[0] = 9.0
    assert frozen.values[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        frozen.values[0] = 2.0
    with pytest.raises(TypeError):
        frozen.axes["state"] = ()  # type: ignore[index]


def test_other_labels_or_another_order_never_combine():
    with pytest.raises(AxisMismatch, match="law 3"):
        panel([1.0, 2.0]) + panel([1.0, 2.0], states=("CHN", "RUS"))
    with pytest.raises(AxisMismatch):
        align(grid(np.ones((2, 3))), panel([1.0, 2.0]))
    assert len(align(panel([1.0, 2.0]), panel([3.0, 4.0]))) == 2


def test_sums_pass_absence_on_and_join_origins():
    total = panel([1.0, np.nan]) + panel([2.0, 5.0], provenance=TWO)
    np.testing.assert_array_equal(total.values, [3.0, np.nan])
    assert [origin.id for origin in total.provenance.origins] == ["one", "two"]
    assert total.provenance.processing is Processing.MAJOR


def test_units_and_kinds_of_a_sum_must_agree():
    with pytest.raises(UnitMismatch):
        panel([1.0, 2.0]) + panel([1.0, 2.0], unit="kUSD")
    with pytest.raises(UnitMismatch):
        panel([1.0, 2.0]) - panel([1.0, 2.0], kind="intensive")
    same = panel([1.0, 2.0]) + panel([1000.0, 2000.0], unit="kUSD").to("USD m")
    np.testing.assert_allclose(same.values, [2.0, 4.0])


def test_a_share_is_intensive_and_absent_where_the_total_is_zero():
    share = panel([1.0, 2.0]) / panel([4.0, 0.0])
    assert (share.unit, share.kind) == ("1", "intensive")
    np.testing.assert_array_equal(share.values, [0.25, np.nan])


def test_a_share_times_its_total_is_extensive_again():
    share = panel([0.25, 0.5], unit="1", kind="intensive")
    part = share * panel([4.0, 4.0])
    assert (part.unit, part.kind) == ("USD m", "extensive")
    per_head = panel([4.0, 4.0]) / panel([2.0, 2.0], unit="persons")
    assert (per_head.unit, per_head.kind) == ("USD m / persons", "intensive")


def test_scaling_by_a_number_keeps_the_unit():
    doubled = 2 * panel([1.0, 2.0])
    np.testing.assert_array_equal(doubled.values, (panel([4.0, 8.0]) / 2).values)
    assert doubled.unit == "USD m"
    assert doubled.provenance.processing is Processing.MINOR


def test_a_sum_over_an_axis_is_absent_where_a_part_is():
    total = grid([[1.0, 2.0, 3.0], [1.0, np.nan, 1.0]]).sum_over("year")
    np.testing.assert_array_equal(total.values, [6.0, np.nan])
    assert dict(total.axes) == {"state": ("RUS", "CHN")}


def test_an_intensive_quantity_is_never_summed():
    with pytest.raises(UnitMismatch, match="law 4"):
        panel([0.1, 0.2], unit="1", kind="intensive").sum_over("state")


def test_a_total_is_compared_with_its_parts_through_an_explicit_spread():
    flows = grid([[1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    share = flows / flows.sum_over("year").spread("year", flows.axes["year"])
    np.testing.assert_array_equal(share.values, [[0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])


def test_select_takes_labels_in_the_order_asked_for():
    flows = grid([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    chosen = flows.select(year=[2021, 2019], state="CHN")
    np.testing.assert_array_equal(chosen.values, [6.0, 4.0])
    assert dict(chosen.axes) == {"year": (2021, 2019)}
    with pytest.raises(UnknownName, match="2022"):
        flows.select(year=[2022])
    with pytest.raises(UnknownName, match="axis"):
        flows.select(month=1)


FRAME = pl.DataFrame(
    {"state": ["RUS", "CHN", "RUS"], "year": [2020, 2020, 2021], "usd": [1.0, None, 3.0]}
)


def _from(frame, **more):
    return Panel.from_frame(
        frame, ["state", "year"], "usd", unit="USD m", kind="extensive", provenance=ONE, **more
    )


def test_a_missing_row_and_a_null_are_absent():
    built = _from(FRAME)
    assert dict(built.axes) == {"state": ("CHN", "RUS"), "year": (2020, 2021)}
    np.testing.assert_array_equal(built.values, [[np.nan, np.nan], [1.0, 3.0]])


def test_a_frame_and_back():
    back = _from(FRAME).to_frame("usd")
    assert back.drop_nulls().sort("year").rows() == [("RUS", 2020, 1.0), ("RUS", 2021, 3.0)]
    assert back.height == 4


def test_repeated_rows_are_refused():
    with pytest.raises(BadRows, match="repeated"):
        _from(pl.concat([FRAME, FRAME.head(1)]))


def test_labels_may_be_given_and_must_cover_the_rows():
    wide = _from(FRAME, labels={"state": ["RUS", "CHN", "KAZ"]})
    assert wide.values.shape == (3, 2)
    with pytest.raises(BadRows, match="CHN"):
        _from(FRAME, labels={"state": ["RUS"]})
    with pytest.raises(BadRows, match="None"):
        _from(FRAME.with_columns(state=pl.lit(None, pl.String)))
