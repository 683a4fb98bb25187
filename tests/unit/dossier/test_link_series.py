"""Observed series at the ends of links: fetched as named, on their scale, judged once a link."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.link_series import pair_of, read_links, yearly
from steelyard.reference.dataset import load
from steelyard.system.causal import shipped
from steelyard.system.causal_records import Observation, Source, Transform

AS_OF = date(2026, 11, 20)


@pytest.fixture(scope="module")
def read():
    return read_links(shipped(), dossier_of("RUS", "CHN"), load(AS_OF))


def seen(
    source: Source,
    series: str,
    subject: str = "RUS",
    basis: str = "",
    transform: Transform = "level",
) -> Observation:
    return Observation("x", source, series, subject, "", basis, "", transform, 1, "")


def test_the_pair_is_the_one_that_variables_belong_to():
    assert pair_of(shipped()) == ("RUS", "CHN")


def test_a_price_of_months_is_their_mean_and_a_log_its_log():
    told = dossier_of("RUS", "CHN"), load(AS_OF)
    rows = load(AS_OF).table("prices").filter(commodity="CRUDE_BRENT")
    months = [v for p, v in rows.select("period", "value").iter_rows() if p.startswith("2014-")]
    level = yearly(seen("price", "CRUDE_BRENT", "WLD"), *told)
    logs = yearly(seen("price", "CRUDE_BRENT", "WLD", transform="log"), *told)
    growth = yearly(seen("price", "CRUDE_BRENT", "WLD", transform="log difference"), *told)
    assert level[2014] == pytest.approx(np.mean(months))
    assert logs[2014] == pytest.approx(np.log(level[2014]))
    assert growth[2015] == pytest.approx(logs[2015] - logs[2014])
    assert yearly(seen("price", "PEAT", "WLD"), *told) == {}


def test_a_year_without_a_positive_figure_is_absent_from_logs():
    told = dossier_of("RUS", "CHN"), load(AS_OF)
    vetoes = seen("measure", "votes.vetoes", basis="list of vetoes")
    logs = yearly(seen("measure", "votes.vetoes", basis="list of vetoes", transform="log"), *told)
    counts = yearly(vetoes, *told)
    assert 0.0 in counts.values()
    assert set(logs) == {year for year, count in counts.items() if count > 0}


def test_every_link_has_one_verdict_and_each_reason_is_said(read):
    assert len(read) == len(shipped().links)
    tested = [each for each in read if each.reading.verdict != "not observed"]
    assert len(tested) > 40
    for each in read:
        assert len(each.pairs) + len(each.silent) == len(shipped().evidence(each.link))
        assert (each.deciding is None) == (each.reading.verdict == "not observed")
        if each.reading.verdict in ("undecided", "not observed"):
            assert each.reading.why
        if each.deciding is not None:
            same = each.deciding.cause.basis == each.deciding.effect.basis
            assert each.shared or not same


def test_what_is_one_thing_by_its_formula_moves_together(read):
    """Output of Russia, and Chinese over Russian output: closely tied whatever the sign told."""
    found = next(
        each for each in read if (each.link.cause, each.link.effect) == ("power_rus", "power_gap")
    )
    assert found.reading.best is not None
    assert found.reading.best[1].lag == 0
    assert abs(found.reading.best[1].slope) > 0.8
    assert found.shared


def test_two_signs_of_one_link_never_have_the_same_verdict_unless_undecided(read):
    verdicts = {
        each.link.variant: each.reading.verdict
        for each in read
        if (each.link.cause, each.link.effect) == ("sco_enlargement", "status_parity")
    }
    assert set(verdicts) == {"s002", "s003"}
    assert verdicts["s002"] != verdicts["s003"] or verdicts["s002"] in ("undecided", "not observed")
