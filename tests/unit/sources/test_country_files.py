"""Publishers' own files of countries, energy, finance, capability and arms: figures and traps."""

from datetime import date
from pathlib import Path
from time import process_time

import polars as pl
import pytest

from steelyard.sources import arms, capability, energy, finance, macro, technology
from steelyard.sources.capability.nmc import COMPONENTS
from steelyard.sources.connector import Connector
from steelyard.vocabulary.errors import FileError

Frames = dict[str, pl.DataFrame]

WDI = "macro/wdi/"
MILEX = "capability/SIPRI-Milex-data-1949-2024_2.xlsx"
CHINESE_PROJECTS = "finance/aiddata/GlobalChineseOfficialFinanceDataset_v1.0.xlsx"
# Rows that must come out: data rows of the file times the columns that are melted.
FILES: dict[str, tuple[Connector, int]] = {
    "macro/pwt1001.dta": (macro.PWT, 183 * 70),
    "macro/imf_weo/WEO_Data.xls": (macro.WEO, 195 * 42),
    WDI + "API_NY.GDP.MKTP.KD.ZG_DS2_en_csv_v2_4492338.csv": (macro.WDI_API, 266 * 62),
    WDI + "API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_5455171.csv": (macro.WDI_API, 266 * 63),
    WDI + "science-and-technology-raw-2021.csv": (macro.WDI_API, 3458 * 61),
    WDI + "WDI_databank_2011_2022.csv": (macro.WDI_DATABANK, 3038 * 12),
    WDI + "world_bank_data_databank.csv": (macro.WDI_DATABANK, 2394 * 64),
    WDI + "public-sector.csv": (macro.WDI_TOPIC, 12_920 * 50),
    "macro/worldbank_russia_china_raw.csv": (macro.WDI_PAIR, 130 * 7),
    "energy/crea_china_customs/china_imports_wind.csv": (energy.CUSTOMS, 300 * 8),
    "energy/crea_china_customs/predicted_export_prices.csv": (energy.PREDICTED_PRICES, 352),
    "energy/pinksheet/CMO-Historical-Data-Monthly.xlsx": (energy.PINKSHEET, 779 * 71),
    "energy/urals_price/urals.csv": (energy.URALS, 175),
    "energy/bp/bp-stats-review-2022-consolidated-dataset-panel-format.xlsx": (
        energy.BP,
        7153 * 93,
    ),
    "finance/aiddata/cow_gcdf.csv": (finance.GCDF_COW, 2458),
    "finance/aiddata/gw_gcdf.csv": (finance.GCDF_GW, 2271),
    CHINESE_PROJECTS: (finance.PROJECTS, 5466),
    "finance/usd_cny_daily.csv": (finance.USD_CNY, 9394),
    "finance/usd_rub_investing.csv": (finance.USD_RUB, 96),
    "technology/gii/GII.csv": (technology.GII, 139),
    "capability/NMC-60-abridged.csv": (capability.NMC, 15_951),
    "capability/peacesciencer_cow_nmc.rda": (capability.NMC_R, 17_121),
    "capability/FBIC_cleaned.csv": (capability.FBIC, 7650),
    MILEX: (capability.MILEX, 174 * 76),
    "arms/trade_register_1995-2025_nagehanrdogan.csv": (arms.REGISTER, 25_024),
    "arms/sami_sipri_arms_transfers_1990_2024.csv": (arms.TIV, 2 * 35),
}
CONNECTORS = tuple(
    connector
    for package in (macro, energy, finance, technology, capability, arms)
    for connector in package.CONNECTORS
)

pytestmark = pytest.mark.shared


@pytest.fixture(scope="session")
def parsed(shared: Path) -> tuple[Frames, float]:
    start = process_time()
    frames = {name: c.parse(shared / "data" / name).collect() for name, (c, _) in FILES.items()}
    return frames, process_time() - start


@pytest.fixture(scope="session")
def frames(parsed: tuple[Frames, float]) -> Frames:
    return parsed[0]


def value(frame: pl.DataFrame, column: str, **key: object) -> float | None:
    """The one value of a row given by its key."""
    found = frame.filter([pl.col(name) == wanted for name, wanted in key.items()])
    assert found.height == 1, found
    return found[column][0]


def test_all_files_are_parsed_within_the_time_allowed(parsed: tuple[Frames, float]):
    assert parsed[1] < 25


@pytest.mark.parametrize("name", FILES)
def test_as_many_rows_come_out_as_the_file_has(frames: Frames, name: str):
    connector, rows = FILES[name]
    assert frames[name].height == rows
    assert frames[name].columns == [*connector.table.names, "excluded"]


@pytest.mark.parametrize("name", FILES)
def test_a_publishers_file_is_recognised_by_its_own_connector_only(shared: Path, name: str):
    path = shared / "data" / name
    with path.open("rb") as file:
        head = file.read(65_536)
    assert [c.name for c in CONNECTORS if c.recognise(path, head)] == [FILES[name][0].name]


def test_only_states_that_did_not_exist_are_excluded(frames: Frames):
    for name, frame in frames.items():
        reasons = frame["excluded"].drop_nulls().unique().to_list()
        expected = ["no such state in that year (xxx)"] if name == MILEX else []
        assert reasons == expected, name


def test_keys_identify_rows(frames: Frames):
    for name, (connector, _) in FILES.items():
        keys = frames[name].select(pl.struct(connector.table.key))
        assert keys.is_unique().all(), name


# ---- figures named in the description of the data -------------------------------------------


@pytest.mark.parametrize(
    ("ccode", "year", "cinc"),
    [(365, 1992, 0.0672), (365, 2022, 0.0382), (710, 1992, 0.1238), (710, 2022, 0.2341)],
)
def test_cinc_of_russia_and_china_is_as_published(
    frames: Frames, ccode: int, year: int, cinc: float
):
    """CINC as listed with the data, four digits (the edition to 2022 in peacesciencer)."""
    frame = frames["capability/peacesciencer_cow_nmc.rda"]
    assert value(frame, "cinc", ccode=ccode, year=year) == pytest.approx(cinc, abs=5e-5)


@pytest.mark.parametrize(("year", "tiv"), [(2005, 3066), (2010, 653), (2024, 30)])
def test_volume_of_russian_arms_to_china_is_as_published(frames: Frames, year: int, tiv: float):
    """SIPRI TIV in millions, as listed with the data; exact."""
    frame = frames["arms/sami_sipri_arms_transfers_1990_2024.csv"]
    assert value(frame, "tiv", supplier="Russia", recipient="China", year=year) == tiv


@pytest.mark.parametrize("recipient", ["China", "Total exports from Russia"])
def test_the_register_adds_up_to_the_table_of_volumes(frames: Frames, recipient: str):
    """Deliveries by deal, summed, against SIPRI's own table, which is rounded to a million."""
    register = frames["arms/trade_register_1995-2025_nagehanrdogan.csv"]
    russian = register.filter(supplier="Russia")
    chosen = russian.filter(recipient="China") if recipient == "China" else russian
    table = frames["arms/sami_sipri_arms_transfers_1990_2024.csv"].filter(recipient=recipient)
    both = chosen.group_by("year").agg(pl.col("tiv").sum()).join(table, on="year", suffix="_table")
    assert both.height == 30
    assert (both["tiv"] - both["tiv_table"]).abs().max() <= 0.5  # type: ignore[operator]


# ---- capability ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["capability/NMC-60-abridged.csv", "capability/peacesciencer_cow_nmc.rda"]
)
def test_cinc_is_the_mean_of_the_shares_that_are_not_missing(frames: Frames, name: str):
    """Share of each component in the world's sum, averaged over those that are not -9.

    COW computed in single precision (relative steps of 1.2e-7), so 1e-8 holds wherever a
    share is small enough for that: for all states below a tenth of the world.
    """
    names = [component for component, _, _ in COMPONENTS]
    shares = [pl.col(c) / pl.col(c).sum().over("year") for c in names]
    again = frames[name].with_columns(again=pl.mean_horizontal([s.fill_nan(None) for s in shares]))
    error = again.with_columns(error=(pl.col("again") - pl.col("cinc")).abs())
    assert error.filter(pl.col("cinc") < 0.1)["error"].max() < 1e-8  # type: ignore[operator]
    relative = (
        error.filter(pl.col("cinc") >= 0.1)["error"] / error.filter(pl.col("cinc") >= 0.1)["cinc"]
    )
    assert relative.max() < 1.2e-7  # type: ignore[operator]


def test_cinc_of_all_states_sums_to_a_little_more_than_one(frames: Frames):
    """The more military budgets are missing, the more: 1.016 in 1991, 1.0002 in 1999."""
    frame = frames["capability/NMC-60-abridged.csv"].filter(pl.col("year") >= 1990)
    sums = frame.group_by("year").agg(pl.col("cinc").sum())["cinc"]
    assert sums.is_between(1.0001, 1.0165).all()


def test_minus_nine_never_passes_as_a_number(frames: Frames):
    frame = frames["capability/NMC-60-abridged.csv"]
    missing = [frame[component].null_count() for component, _, _ in COMPONENTS]
    assert missing == [2217, 426, 26, 448, 0, 68]
    assert all(frame[c].min() >= 0 for c, _, _ in COMPONENTS)  # type: ignore[operator]


def test_the_share_of_gdp_is_a_fraction(frames: Frames):
    milex = frames[MILEX]
    assert value(milex, "share_of_gdp", country="Russia", year=2023) == pytest.approx(
        0.0540, abs=5e-5
    )
    assert value(milex, "current", country="China", year=2023) == pytest.approx(296_821, abs=1)


def test_constant_and_current_dollars_are_equal_in_the_base_year(frames: Frames):
    """But for Myanmar, where SIPRI prints a constant figure a quarter above the current one."""
    base = frames[MILEX].filter(pl.col("year") == pl.col("base_year"), pl.col("current") > 0)
    apart = base.filter((pl.col("constant") / pl.col("current") - 1).abs() > 1e-6)
    assert base.height > 140
    assert apart["country"].to_list() == ["Myanmar"]


def test_dollars_over_local_currency_is_a_plausible_rate(frames: Frames):
    """Local figures are in units, not millions: the rouble stood at 85 to the dollar in 2023."""
    milex = frames[MILEX]
    local = value(milex, "local_calendar", country="Russia", year=2023)
    dollars = value(milex, "current", country="Russia", year=2023)
    assert local / (dollars * 1e6) == pytest.approx(85.2, abs=0.5)  # type: ignore[operator]


def test_a_state_excluded_as_absent_has_no_figures(frames: Frames):
    gone = frames[MILEX].filter(pl.col("excluded").is_not_null())
    assert gone.select("constant", "current", "per_capita").null_count().row(0) == (240,) * 3
    assert "USSR" in gone["country"].to_list()
    assert "Russia" not in gone["country"].to_list()


def test_russia_is_not_in_the_influence_data(frames: Frames):
    fbic = frames["capability/FBIC_cleaned.csv"]
    assert fbic["iso3a"].n_unique() == 18
    assert not fbic["iso3a"].is_in(["RUS"]).any()


# ---- macro -----------------------------------------------------------------------------------


def test_thousands_commas_of_the_imf_are_read(frames: Frames):
    weo = frames["macro/imf_weo/WEO_Data.xls"]
    assert value(weo, "value", country="China", year=2019) == 14_340.6
    assert value(weo, "value", country="Russia", year=2019) == 1_689.302
    assert weo["value"].null_count() == 769  # n/a
    assert not weo["country"].str.contains("International Monetary Fund").any()


def test_both_orders_of_years_in_databank_exports_agree(frames: Frames):
    """Military expenditure in two exports of different days: revisions only, no shift."""
    first = frames[WDI + "WDI_databank_2011_2022.csv"]
    second = frames[WDI + "world_bank_data_databank.csv"]
    keys = ["country_code", "series_code", "year"]
    both = first.join(second, on=keys, suffix="_2").drop_nulls(["value", "value_2"])
    assert both.height > 1500
    assert ((both["value"] / both["value_2"] - 1).abs() < 0.01).mean() > 0.95  # type: ignore[operator]


def test_footers_of_databank_exports_are_no_economies(frames: Frames):
    for name in ("WDI_databank_2011_2022.csv", "world_bank_data_databank.csv"):
        assert frames[WDI + name]["country_code"].null_count() == 0
        assert not frames[WDI + name]["country"].str.starts_with("Data from").any()


def test_two_dots_are_absent(frames: Frames):
    frame = frames[WDI + "world_bank_data_databank.csv"]
    assert (
        value(frame, "value", country_code="AFG", series_code="MS.MIL.XPND.GD.ZS", year=2023)
        is None
    )


def test_research_spending_is_read_below_the_preamble(frames: Frames):
    frame = frames[WDI + "science-and-technology-raw-2021.csv"]
    key = {"series_code": "GB.XPD.RSDV.GD.ZS", "year": 2018}
    assert value(frame, "value", country_code="CHN", **key) == pytest.approx(2.18568)
    assert value(frame, "value", country_code="RUS", **key) == pytest.approx(0.98988)


def test_three_routes_to_chinas_gdp_of_2021_agree(frames: Frames):
    """DataBank, the table for Russia and China; revisions move it by less than 3 %."""
    databank = value(
        frames[WDI + "WDI_databank_2011_2022.csv"],
        "value",
        country_code="CHN",
        series_code="NY.GDP.MKTP.CD",
        year=2021,
    )
    pair = value(
        frames["macro/worldbank_russia_china_raw.csv"],
        "value",
        country="China",
        series="GDP_current_USD",
        year=2021,
    )
    assert databank == pytest.approx(pair, rel=0.03)


def test_penn_world_table_keeps_how_a_rate_was_found(frames: Frames):
    pwt = frames["macro/pwt1001.dta"]
    assert value(pwt, "i_xr", countrycode="RUS", year=2019) == "Market-based"
    assert value(pwt, "pop", countrycode="CHN", year=2019) == pytest.approx(1433.78, abs=0.01)
    assert value(pwt, "rgdpo", countrycode="RUS", year=1989) is None


# ---- energy ----------------------------------------------------------------------------------


def test_crude_oil_is_in_tonnes_and_gas_totals_are_the_worlds(frames: Frames):
    """2021: 79.64 Mt for 40.3 bn USD, as Chinese customs reported them for Russian crude."""
    customs = frames["energy/crea_china_customs/china_imports_wind.csv"]
    crude = customs.filter(pl.col("commodity") == "crude oil", pl.col("month").dt.year() == 2021)
    assert crude["volume"].sum() == pytest.approx(79.64e6, rel=1e-3)
    assert crude["value"].sum() == pytest.approx(40.3e9, rel=1e-3)
    world = customs.filter(pl.col("partner") == "World")
    assert sorted(world["commodity"].unique()) == ["lng", "pipeline gas"]
    assert world["volume"].null_count() == world.height
    lng = customs.filter(commodity="lng", partner="Russian Federation")
    assert lng["value"].null_count() == lng.height


def test_prices_of_fuels_are_plausible_but_for_one_published_value(frames: Frames):
    """Coal in June 2019: 26.4 m USD for the whole, 178 m for two of its parts. Kept as it is."""
    customs = frames["energy/crea_china_customs/china_imports_wind.csv"]
    priced = customs.filter(pl.col("volume") > 1000, pl.col("value").is_not_null())
    odd = priced.filter(~(pl.col("value") / pl.col("volume")).is_between(10, 1500))
    assert odd.select("month", "commodity", "value").rows() == [
        (date(2019, 6, 1), "coal", 26_442_755.0)
    ]
    assert priced["month"].max() == date(2022, 6, 1)


def test_pink_sheet_prices_carry_their_units(frames: Frames):
    sheet = frames["energy/pinksheet/CMO-Historical-Data-Monthly.xlsx"]
    brent = sheet.filter(commodity="CRUDE_BRENT")
    assert brent["unit"].unique().to_list() == ["$/bbl"]
    mean = brent.filter(pl.col("month").dt.year() == 2022)["value"].mean()
    assert mean == pytest.approx(99.8, abs=0.1)
    assert sheet.filter(pl.col("name").str.contains("(?i)urals|espo")).is_empty()
    assert sheet["value"].null_count() == 6171 + 193  # both forms of three dots


def test_urals_prices_are_those_of_the_file_though_ministry_figures_are_lower(frames: Frames):
    urals = frames["energy/urals_price/urals.csv"]
    mean = urals.filter(pl.col("month").dt.year() == 2023)["value"].mean()
    assert mean > 63  # the finance ministry's mean of 2023 is 62.99 USD
    assert urals["month"].max() == date(2025, 2, 1)


def test_all_but_one_series_of_bp_have_a_unit(frames: Frames):
    bp = frames["energy/bp/bp-stats-review-2022-consolidated-dataset-panel-format.xlsx"]
    assert bp.filter(pl.col("unit").is_null())["series"].unique().to_list() == [
        "primary_eintensity"
    ]
    key = {"country": "Russian Federation", "year": 2021, "series": "oilprod_kbd"}
    assert value(bp, "value", **key) == pytest.approx(10_943.75, abs=0.01)


# ---- finance and technology ------------------------------------------------------------------


def test_both_code_systems_carry_the_same_sums(frames: Frames):
    cow, gw = frames["finance/aiddata/cow_gcdf.csv"], frames["finance/aiddata/gw_gcdf.csv"]
    shared_keys = cow.join(gw, left_on=["ccode", "year"], right_on=["gwcode", "year"])
    assert shared_keys.height > 2000
    same = (shared_keys["oda_amt"] - shared_keys["oda_amt_right"]).abs() < 1e-3
    assert same.mean() > 0.99  # type: ignore[operator]


def test_one_blank_is_no_amount_in_the_project_table(frames: Frames):
    projects = frames[CHINESE_PROJECTS]
    assert projects["amount"].null_count() > 1900
    assert projects["amount"].min() > 0  # type: ignore[operator]
    assert projects["flow_class"].n_unique() == 3


def test_bank_holidays_have_no_rate(frames: Frames):
    cny = frames["finance/usd_cny_daily.csv"]
    assert value(cny, "rate", date=date(1990, 1, 15)) is None
    assert value(cny, "rate", date=date(2025, 12, 31)) == 6.9931


def test_rouble_dates_are_month_first(frames: Frames):
    rub = frames["finance/usd_rub_investing.csv"]
    assert rub["date"].null_count() == 0
    assert value(rub, "close", date=date(2025, 12, 9)) is not None
    assert value(rub, "change", date=date(2025, 1, 1)) == -13.15


def test_innovation_scores_name_economies_with_their_accents(frames: Frames):
    gii = frames["technology/gii/GII.csv"]
    assert {"Türkiye", "Côte d'Ivoire"} <= set(gii["country"])
    assert value(gii, "score", country="China") == 56.6
    assert value(gii, "score", country="Russian Federation") == 30.3
    assert gii["year"].unique().to_list() == [2025]


# ---- bad files made of real ones -------------------------------------------------------------

LARGEST_CUT = 400_000  # bytes; enough of a large file to have its header and many rows


@pytest.mark.parametrize("name", FILES)
def test_half_a_file_is_refused_or_yields_rows_of_the_whole(
    shared: Path, frames: Frames, tmp_path: Path, name: str
):
    connector, _ = FILES[name]
    source = shared / "data" / name
    cut = tmp_path / source.name
    with source.open("rb") as file:
        cut.write_bytes(file.read(min(source.stat().st_size // 2 + 7, LARGEST_CUT)))
    try:
        half = connector.parse(cut).collect()
    except FileError:
        return
    kept = half.filter(pl.col("excluded").is_null()).drop("excluded")
    columns = list(connector.table.names)
    assert kept.join(frames[name], on=columns, how="anti", nulls_equal=True).is_empty()
