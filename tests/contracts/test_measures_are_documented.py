"""No measure without unit, range, source, page and example."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import steelyard.measures
from steelyard.measures.catalogue import INDICATORS, get
from steelyard.vocabulary.domains import DOMAINS
from steelyard.vocabulary.errors import UnknownName

MODULES = [
    "access",
    "agreement",
    "asymmetry",
    "capability",
    "cohesion",
    "complexity",
    "composition",
    "concentration",
    "contest",
    "criticality",
    "crossing",
    "crossing_choices",
    "energy",
    "fbic",
    "input_output",
    "input_reliance",
    "institutions",
    "influence",
    "interdependence",
    "interval",
    "knowledge",
    "lasting",
    "mirrors",
    "mirrors_growth",
    "mirrors_shares",
    "mirrors_silence",
    "mirrors_validation",
    "noise",
    "openness",
    "outside_options",
    "power",
    "product_space",
    "projection",
    "published",
    "reference_class",
    "roles",
    "shares",
    "similarity",
    "standing",
    "supplier_power",
    "technology",
    "unit_value",
    "vote_bootstrap",
    "vote_texts",
]
# Shared by sibling modules, not measures of their own
INTERNAL = {"fit_growth", "refuse_shares", "usable"}
ASKED = {
    "trade": "export_share import_share trade_share openness dependence concentration "
    "equivalent_partners rank log_ratio",
    "energy": "supplier_share buyer_share unit_value discount",
    "technology": "supplier_share lall_share rd_intensity",
    "finance": "settlement_share reserve_share",
    "arms": "supplier_share buyer_share",
    "votes": "agreement",
    "institutions": "shared_igos alliances",
    "region": "ratio",
    "capability": "ratio",
    "opinion": "favourable",
    "diplomacy": "visits",
}


def own_functions(module):
    return [
        pytest.param(thing, id=f"{module.__name__}.{label}")
        for label, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__
        and inspect.isfunction(thing)
        and not label.startswith("_")
        and label not in INTERNAL
    ]


PUBLIC = [
    measure
    for name in MODULES
    for measure in own_functions(importlib.import_module(f"steelyard.measures.{name}"))
]


@pytest.mark.parametrize("measure", PUBLIC)
def test_every_public_measure_says_formula_unit_source_and_example(measure):
    text = inspect.getdoc(measure)
    for part in ("math::", "Parameters", "Returns", "Raises", "References", ">>>"):
        assert part in text, f"{measure.__name__} lacks {part}"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_every_indicator_has_all_that_a_reader_needs(indicator):
    for field in ("title", "definition", "formula", "unit", "reading", "limits", "citation"):
        assert getattr(indicator, field).strip(), field
    low, high = indicator.valid
    assert low is None or high is None or low < high
    assert indicator.domain in {domain.id for domain in DOMAINS}
    dated = any(letter.isdigit() for letter in indicator.citation)
    assert dated or indicator.id in {"trade.rank", "opinion.favourable"}  # methods pages


def test_ids_are_unique_and_all_that_were_asked_for_are_there():
    ids = [indicator.id for indicator in INDICATORS]
    assert len(ids) == len(set(ids))
    assert {f"{domain}.{name}" for domain, names in ASKED.items() for name in names.split()} <= {
        *ids
    }


def test_an_unknown_measure_is_refused_with_the_nearest_ones():
    with pytest.raises(UnknownName, match=r"trade\.export_share"):
        get("trade.exports_share")


def test_measures_neither_read_nor_write():
    forbidden = ("polars", "pandas", "duckdb", "open(", "Path(")
    for found in pkgutil.iter_modules(steelyard.measures.__path__):
        if found.name in MODULES:
            source = Path(steelyard.measures.__path__[0], f"{found.name}.py").read_text("utf-8")
            assert not any(word in source for word in forbidden), found.name
