"""Arguments of curves are what the shipped data say."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.reference.dataset import load
from steelyard.system.model_forms import arguments
from steelyard.vocabulary.blocs import members

DATA = load(date(2026, 11, 1))
CLOSE = 0.006  # they are rounded to two or three digits


def usual(curve: str) -> dict[str, float]:
    return {each.name: each.usual for each in arguments(curve)}


def shares(partners: list[str], own: str, other: str) -> pl.DataFrame:
    """Value with some partners and with all, by year."""
    mine = DATA.table("trade").filter(pl.col(own) == "RUS", pl.col("year").is_between(1992, 2024))
    part = mine.filter(pl.col(other).is_in(partners)).group_by("year").agg(pl.col("value").sum())
    whole = mine.filter(pl.col(other) == "WLD").select("year", all="value")
    return part.join(whole, "year").sort("year")


def both_ways(partners: list[str]) -> np.ndarray:
    imports, exports = shares(partners, "importer", "exporter"), shares(
        partners, "exporter", "importer"
    )  # fmt: skip
    part = imports["value"].to_numpy() + exports["value"].to_numpy()
    return part / (imports["all"].to_numpy() + exports["all"].to_numpy())


def test_shares_of_trade():
    found, told = both_ways(["CHN"]), usual("loss_from_trade_share")
    assert found.mean() == pytest.approx(told["share"], abs=CLOSE)
    assert found.std(ddof=1) == pytest.approx(told["share_sd"], abs=CLOSE)
    bought = shares(["CHN"], "importer", "exporter")
    values, told = (bought["value"] / bought["all"]).to_numpy(), usual("power_from_input_share")
    assert values.mean() == pytest.approx(told["share"], abs=CLOSE)
    assert values.std(ddof=1) == pytest.approx(told["share_sd"], abs=CLOSE)
    west, told = both_ways(sorted(members("SANCTIONS_2022", 2023))), usual(
        "partner_share_from_access"
    )  # fmt: skip
    assert west.mean() == pytest.approx(told["west"], abs=0.02)
    assert west.std(ddof=1) == pytest.approx(told["west_sd"], abs=0.02)


def test_options_of_the_seller_of_oil():
    ties = DATA.table("energy_bargains").filter(
        pl.col("fuel") == "crude oil", pl.col("seller") == "RUS", pl.col("buyer") == "CHN",
        pl.col("part") == "tie", pl.col("year").is_between(2019, 2024),
    )  # fmt: skip
    months = DATA.table("prices").filter(pl.col("commodity") == "CRUDE_BRENT")
    brent = months.group_by(year=pl.col("period").str.slice(0, 4).cast(pl.Int16)).agg(
        pl.col("value").mean()
    )
    told = usual("discount_from_options")
    for quantity, name in (("least", "option"), ("highest", "value")):
        rows = ties.filter(pl.col("quantity") == quantity).join(brent, "year").sort("year")
        parts = (rows["point"] / rows["value"]).to_numpy()
        assert parts.size == 6
        assert parts.mean() == pytest.approx(told[name], abs=0.01)
        if name == "option":
            assert parts.std(ddof=1) == pytest.approx(told["option_sd"], abs=0.01)


def test_distance_of_votes():
    rows = DATA.table("vote_positions").filter(pl.col("session").is_between(47, 74))
    at = {state: rows.filter(pl.col("state") == state).sort("session")["position"].to_numpy() / 100
          for state in ("RUS", "CHN")}  # fmt: skip
    told, apart = usual("agreement_from_closeness"), np.abs(at["RUS"] - at["CHN"])
    assert apart.mean() == pytest.approx(told["distance"], abs=0.01)
    assert apart.std(ddof=1) == pytest.approx(told["distance_sd"], abs=0.01)
    assert (at["RUS"] + at["CHN"]).mean() / 2 == pytest.approx(told["centre"], abs=0.01)
