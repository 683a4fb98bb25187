"""Cleaning of world input-output tables (Timmer et al. 2015), 2011 against published checksums.

`expected_open.json` of validation case V11: sums of flows, final use and output after cleaning.
"""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from steelyard.models.trade.calibration import calibrate
from steelyard.models.trade.cleaning import clean
from steelyard.reference.whole_table import whole_table
from steelyard.store import Store

pytestmark = pytest.mark.shared


def published(shared) -> SimpleNamespace:
    with np.load(shared / "validation/wiod/wiod2011_inputs.npz") as file:
        regions, final = tuple(map(str, file["regions"])), file["F"].astype(float)
        sectors = tuple(map(str, file["sectors"]))
        uses = final.reshape(len(final), len(regions), -1)
        return SimpleNamespace(
            regions=regions,
            sectors=sectors,
            flows=file["Z"].astype(float),
            final=np.maximum(uses, 0).sum(axis=2),
            stocks=np.minimum(uses, 0).sum(axis=2),
        )


def test_the_cleaned_table_has_the_published_checksums(shared):
    expected = json.loads((shared / "validation/wiod/expected_open.json").read_text())
    sums = expected["cleaned_data_checksums_2011"]
    found = clean(published(shared))
    assert found.flows.sum() == pytest.approx(sums["sum_Z"], rel=1e-12)
    assert found.final.sum() == sums["sum_F"]
    assert found.output.sum() == pytest.approx(sums["sum_R"], rel=1e-12)
    assert [change.moved for change in found.changes[:2]] == [170_065.0, 0.0]


def test_the_publishers_own_file_of_an_early_year_becomes_an_economy(shared, tmp_path):
    store = Store.open(tmp_path / "store", create=True)
    store.import_file(shared / "data/io/wiod2013/wiot_2000.RData")
    table = whole_table(store.scan("input_output"), "wiod_2013")
    assert (table.year, len(table.regions), len(table.sectors)) == (2000, 41, 35)
    found = calibrate(table, np.full(35, 5.0))
    assert found.residual < 1e-12
    assert found.table.value_added.sum() == pytest.approx(found.table.final.sum())
