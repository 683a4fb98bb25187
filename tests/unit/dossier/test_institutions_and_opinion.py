"""Weight in shared bodies, visits and meetings, and views of publics."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from steelyard.dossier.domains.bodies import bodies, notional_power
from steelyard.dossier.domains.diplomacy import diplomacy_gaps, diplomacy_series
from steelyard.dossier.domains.institutions import institution_gaps, institution_series
from steelyard.dossier.domains.opinion import opinion_gaps, opinion_series
from steelyard.dossier.domains.polls import polls, read
from steelyard.dossier.opinion_turns import opinion_turns
from steelyard.dossier.request import request
from steelyard.measures.institutions import voting_power
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadRows


def basis(a="RUS", b="CHN", years=(1992, 2025), **options):
    asked = request(a, b, years, **options)
    return SimpleNamespace(data=load(asked.as_of), asked=asked)


@pytest.fixture(scope="module")
def pair():
    return basis()


@pytest.fixture(scope="module")
def weights(pair):
    return institution_series(pair)


def of(found, measure, subject, part):
    return next(s for s in found if (s.measure, s.subject, s.part) == (measure, subject, part))


def test_a_permanent_member_has_the_published_power(weights):
    # Straffin (1983): .19627; Banzhaf 848 of 5080 swings
    for state in ("RUS", "CHN"):
        shapley = of(weights, "institutions.shapley", state, "UN Security Council").at("2020").value
        banzhaf = of(weights, "institutions.banzhaf", state, "UN Security Council").at("2020").value
        assert shapley.point == pytest.approx(0.19627, abs=5e-6)
        assert banzhaf.point == pytest.approx(848 / 5080)
        assert shapley.low is None


def test_weights_of_the_security_council_win_what_the_charter_lets_win():
    council = next(body for body in bodies() if body.bloc == "UNSC_P5")
    for permanent in range(6):
        for elected in range(11):
            charter = permanent == 5 and permanent + elected >= 9
            assert (7 * permanent + elected >= int(council.quota)) == charter


def test_consensus_gives_all_the_same_and_size_gives_one_everything(weights):
    russia = of(weights, "institutions.shapley", "RUS", "Shanghai Cooperation Organisation")
    china = of(weights, "institutions.shapley", "CHN", "Shanghai Cooperation Organisation")
    for year, members in (("2016", 6), ("2018", 8)):
        assert russia.at(year).value.point == pytest.approx(1 / members)
        assert (russia.at(year).value.low, china.at(year).value.high) == (0.0, 1.0)
        assert russia.at(year).value.level is None  # bounds over definitions, no probability


def test_enlargement_dilutes_by_the_rule_and_can_raise_by_size(weights):
    russia = of(weights, "institutions.dilution", "RUS", "Shanghai Cooperation Organisation")
    joined = russia.at("2017-06")
    assert joined.note == "joined: IND, PAK"
    assert joined.value.point == pytest.approx(1 / 8 - 1 / 6)
    assert joined.value.high > 0  # China's majority of people ends: a vote of Russia's counts
    brics = of(weights, "institutions.dilution", "CHN", "BRICS").at("2024-01")
    assert brics.value.point == pytest.approx(1 / 9 - 1 / 5)


def test_parts_of_all_members_are_those_of_the_table(pair, weights):
    found = of(weights, "institutions.weight", "RUS", "BRICS: GDP").at("2015")
    rows = pair.data.table("state_years").filter(
        (pl.col("indicator") == "gdp")
        & (pl.col("origin") == found.origins[0])
        & (pl.col("year") == 2015)
        & pl.col("state").is_in(["BRA", "RUS", "IND", "CHN", "ZAF"])
    )
    own = rows.filter(pl.col("state") == "RUS")["value"].item()
    assert found.value.point == pytest.approx(own / rows["value"].sum())


def test_no_weight_is_shown_before_both_belong_or_after_the_day_asked_for():
    early = institution_series(basis(as_of=date(2016, 6, 1)))
    trade = of(early, "institutions.weight", "RUS", "World Trade Organization: votes")
    assert [trade.points[0].period, trade.points[-1].period] == ["2012", "2016"]
    assert not any(
        s.measure == "institutions.dilution" and s.part.startswith("Shang") for s in early
    )


def test_bodies_of_one_side_alone_are_a_gap_and_no_series(pair, weights):
    assert not any("CSTO" in s.part or "Collective" in s.part for s in weights)
    (gap,) = [g for g in institution_gaps(pair) if g.what.startswith("Bodies of Russia")]
    assert "Collective Security" in gap.reason


def test_sizes_that_are_not_known_of_all_leave_the_rule_alone(pair):
    table = pair.data.table("state_years").filter(pl.col("state") != "PAK")
    data = replace(pair.data, frames={**pair.data.frames, "state_years": table})
    found = institution_series(SimpleNamespace(data=data, asked=pair.asked))
    value = of(found, "institutions.shapley", "RUS", "Shanghai Cooperation Organisation")
    assert value.at("2016").value.low is not None
    assert "not known" in value.at("2018").value.basis


def test_a_member_with_more_than_half_decides_alone_as_counting_says():
    sizes = {"A": 60.0, "B": 30.0, "C": 10.0}
    counted = voting_power({"A": 240, "B": 120, "C": 40}, 201)
    assert notional_power(sizes).shapley.tolist() == counted.shapley.tolist() == [1.0, 0.0, 0.0]


def test_power_by_size_is_that_of_shares():
    found = notional_power({"A": 49.0, "B": 49.0, "C": 2.0})
    np.testing.assert_allclose(found.shapley, 1 / 3)  # any two of three decide


def test_years_without_a_visit_within_the_register_are_zero_and_outside_it_absent(pair):
    found = {s.measure: s for s in diplomacy_series(pair) if s.subject == "CHN"}
    visits = found["diplomacy.visits"]
    assert visits.at("1997").value.point == 0
    assert visits.at("2013").value.point == 2
    assert visits.points[-1].period == "2020"
    assert found["diplomacy.visits_cumulative"].at("2020").value.point == 29
    share = found["diplomacy.visit_share"].at("2019").value
    register = pair.data.table("dyads").filter(
        (pl.col("indicator") == "leader_visits") & pl.col("year").is_between(2015, 2019)
    )
    assert share.point == pytest.approx(
        register.filter(pl.col("b") == "RUS")["value"].sum() / register["value"].sum()
    )
    assert share.low <= share.point <= share.high


def test_the_direction_without_a_register_is_a_gap(pair):
    assert not any(s.subject == "RUS" and "visit" in s.measure for s in diplomacy_series(pair))
    assert any(gap.what == "Visits by Russian leaders to China" for gap in diplomacy_gaps(pair))


def test_no_two_pollsters_or_questions_share_a_line(pair):
    found = opinion_series(pair)
    ids = [s.id for s in found]
    assert len(ids) == len(set(ids))
    on_china = {s.basis for s in found if (s.subject, s.partner) == ("RUS", "CHN")}
    assert {"Pew Global Attitudes", "Levada", "VCIOM", "FOM"} <= on_china
    on_russia = {s.basis for s in found if (s.subject, s.partner) == ("CHN", "RUS")}
    assert {"Pew Global Attitudes", "Tsinghua CISS", "CEIAS", "ECFR"} <= on_russia


def test_views_have_intervals_that_say_what_they_rest_on(pair):
    for found in opinion_series(pair):
        for entry in found.points:
            assert entry.value.low < entry.value.point < entry.value.high
            assert "design effect" in entry.value.basis
    pew = next(s for s in opinion_series(pair) if s.id.startswith("opinion.favourable.RUS.CHN.pew"))
    assert pew.at("2019").value.point == pytest.approx(0.715)  # published: 71 %


def test_publics_never_asked_are_gaps():
    asked = basis("KAZ", "CHN")
    what = [gap.what for gap in opinion_gaps(asked)]
    assert any(each.startswith("Views of China in Kazakhstan") for each in what)


def test_the_chinese_public_turned_to_russia_from_the_united_states(pair):
    (turn,) = opinion_turns(opinion_series(pair), pair.asked)
    assert turn.year == 2011  # 47.5 against 44.3 %; 49.4 against 58.1 % the year before
    assert "2015, the last" in turn.sentence


@pytest.mark.parametrize("change", [{"persons": "few"}, {"measure": "opinion.x"}, {"effect": "0"}])
def test_bad_rows_of_polls_are_refused(change):
    poll = polls()[0]
    row = {name: str(getattr(poll, name)) for name in poll.__dataclass_fields__}
    with pytest.raises((BadRows, ValueError)):
        read([row | change], "made")


@pytest.mark.parametrize(
    ("a", "b"), [("KAZ", "CHN"), ("DEU", "RUS"), ("USA", "CHN"), ("KGZ", "RUS"), ("MNG", "CHN")]
)
def test_any_pair_works(a, b):
    asked = basis(a, b)
    for make in (institution_series, opinion_series, diplomacy_series):
        for found in make(asked):
            assert all(p.value.point >= 0 for p in found.points if "dilution" not in found.measure)


def test_the_rule_of_each_body_is_said_with_its_source(weights):
    votes = [s for s in weights if s.measure == "institutions.weight" and s.part.endswith("votes")]
    assert votes
    assert all(s.points[-1].note for s in votes)
