"""The table of quotes: its schema, and how each figure reaches the dossier."""

from datetime import date

import polars as pl
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.concepts import concept_differences, senses
from steelyard.dossier.concepts import read as read_senses
from steelyard.dossier.domains.quoted import estimate_of, quoted_series
from steelyard.dossier.domains.quotes import COLUMNS, FILE, WORDS, quotes, read
from steelyard.dossier.request import request
from steelyard.measures.catalogue import get
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadRows
from steelyard.vocabulary.states.registry import read_rows
from steelyard.vocabulary.units import factor

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def data():
    return load(DAY)


def found(data, a, b, years=(1990, 2025)):
    basis = _basis(data, request(a, b, years), lambda *_: None)
    return {item.id: item for item in quoted_series(basis)}


@pytest.fixture(scope="module")
def pair(data):
    return found(data, "RUS", "CHN")


ROW = dict(
    zip(
        COLUMNS,
        ("gii_rank", "technology.innovation_rank", "rank", "", "", "", "rank", "S", "", "state"),
        strict=True,
    )
)


def figure(value, bound="exact", unit="%", **more):
    return {"value": value, "bound": bound, "unit": unit, "series": "made up"} | more


def test_every_row_names_a_measure_a_unit_and_words_that_exist():
    rows = list(read_rows(FILE))
    assert len(quotes()) == len(rows) > 100
    for quote in quotes():
        assert quote.title
        assert get(quote.measure).domain == quote.measure.partition(".")[0]
        assert {quote.reporter} <= set(WORDS["reporter"])


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("reporter", "RUS"), ("partner", "X"), ("about", "both"), ("name", "Share {x}"),
        ("only", "XYZ"), ("measure", "technology.unknown"), ("unit", "USD bn"), ("title", ""),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_with_its_row_and_column(column, wrong):
    with pytest.raises(BadRows) as caught:
        read([ROW, ROW | {"name": "other"} | {column: wrong}], "some.csv")
    assert "line 3" in caught.value.where
    assert repr(column) in caught.value.where
    assert caught.value.expected


def test_missing_columns_and_repeated_rows_are_refused():
    with pytest.raises(BadRows, match="columns"):
        read([{"name": "gii_rank"}], "some.csv")
    with pytest.raises(BadRows, match="once"):
        read([ROW, ROW], "some.csv")


def test_every_quoted_series_that_is_in_the_figures_converts(data):
    """Whatever pair or unit: no figure of a quote fails to convert."""
    units = dict(data.table("figures").select("series", "unit").unique().iter_rows())
    codes = ("rus", "chn", "kaz", "kgz", "tjk", "uzb", "tkm", "ind", "usa", "twn")
    names = {
        quote.name.format(s=s, p=p): quote for quote in quotes() for s in codes for p in codes
        if s != p
    }  # fmt: skip
    matched = units.keys() & names.keys()
    assert len(matched) > 80
    for name in matched:
        assert factor(units[name], names[name].unit) > 0


def test_every_figure_of_a_quote_of_the_pair_is_a_point(data, pair):
    """Each preferred figure about the two states is shown, with its value and source."""
    shown = {}
    for item in pair.values():
        for entry in item.points:
            for origin in entry.origins:
                shown.setdefault((origin, entry.period), []).append(entry.value.point)
    rows = data.table("figures").filter(pl.col("preferred") & ~pl.col("claim"))
    codes = {"S": "RUS", "P": "CHN"}
    count = 0
    for quote in quotes():
        if quote.only not in ("", "CHN"):
            continue
        who, whom = (codes.get(each, each) for each in (quote.reporter, quote.partner))
        wanted = rows.filter(
            (pl.col("series") == quote.name.format(s="rus", p="chn"))
            & (pl.col("reporter") == who) & (pl.col("partner") == whom)
        )  # fmt: skip
        for row in wanted.iter_rows(named=True):
            size = factor(row["unit"], quote.unit)
            assert any(
                point == pytest.approx(row["value"] * size)
                for point in shown[row["origin"], row["period"]]
            ), (quote.name, row)
            count += 1
    assert count > 200


def test_digits_limits_and_conflicts_become_intervals():
    printed = estimate_of([figure(50.6)], "1")
    assert (printed.low, printed.high) == pytest.approx((0.5055, 0.5065))
    about = estimate_of([figure(90.0, "approximate")], "1")
    assert (about.low, about.high) == pytest.approx((0.875, 0.925))
    assert estimate_of([figure(90.0, "upper")], "1").low == 0.0
    assert estimate_of([figure(55.0, "lower")], "1").high == 1.0
    both = estimate_of([figure(19.2), figure(20.0)], "1")
    assert (both.point, both.low, both.high) == pytest.approx((0.192, 0.192, 0.2))
    assert "range of 2" in both.basis


def test_shares_end_at_none_and_all_and_changes_do_not():
    assert estimate_of([figure(0.0)], "1").low == 0.0
    assert estimate_of([figure(99.0, "approximate")], "1").high == 1.0
    assert estimate_of([figure(-66.7)], "1").high == pytest.approx(-0.6665)


def test_amounts_convert_and_a_lower_limit_has_no_interval():
    amount = estimate_of([figure(362.0, unit="USD mn")], "USD bn")
    assert (amount.point, amount.high) == pytest.approx((0.362, 0.3625))
    least = estimate_of([figure(600.0, "lower", unit="USD mn")], "USD bn")
    assert least.low is None
    assert "lower limit" in least.basis
    loose = estimate_of([figure(1380.0, "approximate", unit="thousand")], "thousand")
    assert (loose.low, loose.high) == (1370.0, 1390.0)


def test_a_rank_has_no_interval_and_counts_whole():
    rank = estimate_of([figure(10.0, unit="rank")], "rank")
    assert (rank.point, rank.low) == (10.0, None)


def test_figures_of_a_document_under_audit_are_left_out(data, pair):
    """The index rank of 2021 and the loan of 2009 stand in a document that is audited."""
    assert pair["technology.innovation_rank.CHN.published-figures"].at("2021") is None
    assert pair["finance.loan.RUS.CHN.published-figures"].at("2009") is None
    assert data.table("figures")["claim"].any()


def test_a_currency_speaks_only_for_who_issues_it(data):
    euro = [item for item in found(data, "RUS", "DEU").values() if "reserve" in item.measure]
    assert euro[0].partner == "DEU"
    assert euro[0].points[-1].value.point == pytest.approx(0.339)
    assert not any(
        item.measure == "finance.reserve_share" for item in found(data, "RUS", "POL").values()
    )


def test_publishers_who_count_differently_make_no_course(pair):
    held = [item for item in pair.values() if item.measure == "finance.investment_stock"]
    by_basis = {item.basis: [entry.value.point for entry in item.points] for item in held}
    assert by_basis["figures, Bank of Russia"] == [3.184]
    assert by_basis["figures, Eurasian Development Bank"] == [17.5]


def test_concepts_stand_side_by_side_with_a_reason(data):
    told = {item.title: item for item in concept_differences(data, request("RUS", "CHN"))}
    goods = told["Priority goods: share of the partner"]
    assert [value for _, value, _ in goods.figures] == [90.0, 73.0, 45.0]
    assert "by the home of their maker" in goods.comment
    assert all(item.comment and item.spread > 1 for item in told.values())
    assert len(told) == len(senses())


def test_concepts_need_two_figures_of_the_pair(data):
    assert concept_differences(data, request("DEU", "FRA")) == ()
    backwards = concept_differences(data, request("CHN", "RUS"))
    assert len(backwards) == len(senses())


def test_a_group_of_concepts_without_a_reason_is_refused():
    row: dict[str, str] = dict(
        zip(
            ("group", "title", "series", "reporter", "partner", "period", "label", "reason"),
            ("g", "T", "gii_rank", "S", "", "", "x", ""),
            strict=True,
        )
    )
    with pytest.raises(BadRows, match="'g'"):
        read_senses([row, row], "some.csv")
    with pytest.raises(BadRows, match="reporter"):
        read_senses([row | {"reporter": "RUS"}], "some.csv")
    with pytest.raises(BadRows, match="columns"):
        read_senses([{"group": "g"}], "some.csv")
