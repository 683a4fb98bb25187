"""The picture and tables of projections: drawn from the dossier, absent where there are none."""

from datetime import date

import pytest

from fixtures.dossier import invented_dossier
from steelyard.dossier.flows import flows
from steelyard.dossier.forecasts import forecasts
from steelyard.dossier.request import request
from steelyard.dossier.stated.outcomes import Ground
from steelyard.reference.dataset import load
from steelyard.report.figures.forecasts import forecast_figure
from steelyard.report.forecasts import now_table, score_tables
from steelyard.report.page import render


@pytest.fixture(scope="module")
def told():
    data = load(date(2026, 11, 22))
    found = forecasts(Ground(data, flows(data), request("RUS", "CHN")))
    return invented_dossier().model_copy(update={"forecasts": found})


def test_the_picture_counts_verdicts_and_draws_what_was_said(told):
    figure = forecast_figure(told)
    assert figure is not None
    verdicts = [each.verdict for each in told.forecasts.stated]
    assert f"{verdicts.count('missed')} did not" in figure.title
    drawn = [
        p for p in told.forecasts.stated if p.fan and (p.low is not None or p.high is not None)
    ]
    assert figure.wide.body.count("said 20") == len(drawn)
    assert figure.narrow is not None
    assert figure.narrow.width <= 340
    assert len(figure.table.rows) == len(verdicts)


def test_open_projections_and_scores_have_tables(told):
    open_ = [each for each in told.forecasts.stated if each.now]
    table = now_table(told)
    assert table is not None
    assert len(table.rows) == 3 * len(open_)
    both = score_tables(told)
    assert both is not None
    assert "series share" in both[0].note


def test_the_page_has_the_part_where_there_are_projections_and_only_there(told):
    figure = forecast_figure(told)
    assert figure is not None
    assert 'id="forecasts-part"' in render(told, [figure])
    bare = told.model_copy(update={"forecasts": None})
    assert forecast_figure(bare) is None
    assert now_table(bare) is None
    assert score_tables(bare) is None
    assert 'id="forecasts-part"' not in render(bare, [])
