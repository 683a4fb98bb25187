"""The embedded dataset is what its manifest says, may be shipped, and is small."""

from hashlib import sha256
from importlib.resources import files

import polars as pl
import pytest

from steelyard.reference.attributes import INDICATORS
from steelyard.reference.build import LIMIT
from steelyard.reference.dataset import embedded_origins, manifest
from steelyard.reference.derived import DERIVED, Derived, origins_in
from steelyard.reference.recipe.figures import CITED_ARMS, CITED_ARMS_YEARS
from steelyard.reference.recipes import RECIPES
from steelyard.reference.tables import TABLES
from steelyard.sources.catalogue import connectors

FOLDER = files("steelyard.reference") / "embedded"
NAMES = tuple(TABLES)
each_table = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet((FOLDER / f"{name}.parquet").read_bytes()) for name in NAMES}


def test_the_folder_holds_what_the_manifest_lists_and_nothing_else():
    expected = {*(f"{name}.parquet" for name in NAMES), "countries.json.gz", "manifest.json"}
    assert {path.name for path in FOLDER.iterdir()} == expected
    of_recipes = {recipe.table.name for recipe in RECIPES}
    of_models = {table.name for derived in DERIVED for table in derived.tables}
    assert set(manifest()["tables"]) == set(NAMES) == of_recipes | of_models
    assert not of_recipes & of_models


@each_table
def test_sizes_hashes_and_columns_are_those_declared(name: str, frames: dict[str, pl.DataFrame]):
    content = (FOLDER / f"{name}.parquet").read_bytes()
    declared = manifest()["tables"][name]
    assert declared["bytes"] == len(content)
    assert declared["sha256"] == sha256(content).hexdigest()
    assert declared["rows"] == frames[name].height
    assert frames[name].columns == list(TABLES[name].names)
    for column in TABLES[name].columns:
        assert frames[name].schema[column.name] == column.dtype, column.name


def test_the_dataset_is_smaller_than_three_megabytes():
    assert LIMIT == 3_000_000
    assert sum(len(path.read_bytes()) for path in FOLDER.iterdir()) < LIMIT


@each_table
def test_every_key_stands_once_and_no_part_of_it_is_absent(
    name: str, frames: dict[str, pl.DataFrame]
):
    keys = frames[name].select(TABLES[name].key)
    assert keys.is_duplicated().sum() == 0
    assert sum(keys.null_count().row(0)) == 0


@each_table
def test_no_number_is_infinite_or_not_a_number(name: str, frames: dict[str, pl.DataFrame]):
    floats = frames[name].select(pl.selectors.float())
    assert floats.select(pl.all().is_nan().any() | pl.all().is_infinite().any()).to_dicts() in (
        [],
        [dict.fromkeys(floats.columns, False)],
    )


@each_table
def test_every_row_has_an_origin_whose_terms_allow_it(name: str, frames: dict[str, pl.DataFrame]):
    origins, used = embedded_origins(), origins_in(frames[name])
    if name == "events":  # a dated fact cites its page; nothing else is taken from it
        assert all(used)
        return
    assert used <= set(origins)
    quoted = {recipe.table.name for recipe in RECIPES if recipe.quoted}
    allowed = {"figures"} if name in {"figures", "pages", *quoted} else {"ship"}
    if name == "system_series":  # single figures that stand in the table of them as well
        allowed = {"figures", "ship"}
    if name in simulated(quoted):  # what a model makes of quoted figures is not those figures
        allowed = {"figures", "ship"}
    assert {origins[origin].terms for origin in used} <= allowed


def simulated(quoted: set[str]) -> set[str]:
    """Tables that a model made, of quoted figures among others."""
    return {
        table.name for each in DERIVED if quoted & set(each.rests_on) for table in each.tables
    }  # fmt: skip


def test_every_origin_is_used_and_none_is_restricted(frames: dict[str, pl.DataFrame]):
    # who was absent from a vote may be known from another publisher than the votes
    columns = [
        frame[name].drop_nulls()
        for frame in frames.values()
        for name in ("origin", "absences")
        if name in frame.columns
    ]
    used = {origin for column in columns for origin in column.unique()}
    assert set(embedded_origins()) <= used
    assert {origin.terms for origin in embedded_origins().values()} <= {"figures", "ship"}


def test_every_origin_names_licence_producer_title_and_citation():
    for origin in embedded_origins().values():
        for field in ("licence", "producer", "title", "citation"):
            assert getattr(origin, field).strip(), (origin.id, field)


def test_of_a_restricted_register_only_the_cited_figures_are_there(
    frames: dict[str, pl.DataFrame],
):
    restricted = {c.table.name for c in connectors() if c.origin.terms == "restricted"}
    assert not restricted & {need for recipe in RECIPES if recipe.ships for need in recipe.needs}
    private = [recipe.table.name for recipe in RECIPES if not recipe.ships]
    assert private
    assert all(frames[name].is_empty() for name in private)
    arms = frames["figures"].filter(
        pl.col("series").is_in(CITED_ARMS) & ~pl.col("claim").fill_null(False)
    )
    assert arms.height <= len(CITED_ARMS) * len(CITED_ARMS_YEARS)
    assert set(arms["period"]) <= set(CITED_ARMS_YEARS)


def test_tables_of_quoted_figures_are_short_sums_and_no_panel(frames: dict[str, pl.DataFrame]):
    quoted = [recipe.table.name for recipe in RECIPES if recipe.quoted]
    assert quoted == ["energy_regions"]
    assert frames["energy_regions"].height <= 100
    assert frames["energy_regions"]["year"].n_unique() <= 3


@pytest.mark.parametrize("derived", DERIVED, ids=lambda derived: derived.name)
def test_what_a_model_made_rests_on_the_tables_beside_it(
    derived: Derived, frames: dict[str, pl.DataFrame]
):
    # if this fails: run the command of these tables again, on the dataset as it is now
    assert manifest()["derived"][derived.name]["digest"] == derived.digest(frames), derived.command


def test_every_input_has_a_hash_and_lost_no_row():
    for entry in manifest()["inputs"]:
        assert len(entry["sha256"]) == 64
        assert entry["rows_in"] == entry["kept"] + sum(entry["excluded"].values()), entry["file"]


@pytest.mark.parametrize("name", ["state_years", "dyads"])
def test_every_indicator_of_a_long_table_is_described(name: str, frames: dict[str, pl.DataFrame]):
    assert set(frames[name]["indicator"]) <= set(INDICATORS)


def test_at_least_sixty_economies_trade_in_every_year_from_1990(frames: dict[str, pl.DataFrame]):
    trade = frames["trade"]
    traders = trade.group_by("year").agg(pl.col("exporter").n_unique()).sort("year")
    assert traders.filter(pl.col("exporter") < 60).is_empty()


def test_pages_and_events_name_an_address_or_a_document(frames: dict[str, pl.DataFrame]):
    for url in frames["pages"]["url"]:
        assert url == "" or url.startswith(("http://", "https://")), url
    for origin in frames["events"]["origin"]:
        assert origin.startswith(("http://", "https://")) or " " in origin, origin
