"""Energy in the dossier: both ways round, each with interval and source, for any pair."""

from datetime import date
from math import isfinite

import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy import energy_series
from steelyard.dossier.domains.energy.figures import ends_of
from steelyard.dossier.domains.energy.missing import energy_gaps
from steelyard.dossier.domains.energy.turning import energy_turnings
from steelyard.dossier.records import Series
from steelyard.dossier.request import request
from steelyard.measures.catalogue import get
from steelyard.reference.dataset import load

DAY = date(2026, 11, 20)
PAIRS = (("RUS", "CHN"), ("SAU", "CHN"), ("RUS", "IND"), ("RUS", "DEU"), ("KAZ", "CHN"),
         ("TKM", "CHN"), ("MNG", "CHN"), ("KGZ", "RUS"))  # fmt: skip


def basis_of(a: str, b: str, years: tuple[int, int] = (1990, 2025)) -> Basis:
    return _basis(load(DAY), request(a, b, years, DAY, 0), lambda step, done: None)


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, ...], Series]:
    """Of Russia and China, by measure, subject, part and basis."""
    series = energy_series(basis_of("RUS", "CHN"))
    return {(item.measure, item.subject, item.part, item.basis): item for item in series}


def value(found, period: str, *key: str):
    return found[key].at(period).value


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_has_only_sound_points(pair):
    made = energy_series(basis_of(*pair))
    assert len({item.id for item in made}) == len(made)
    for item in made:
        low, high = get(item.measure).valid
        for entry in item.points:
            if not entry.value.present:
                assert entry.value.basis.startswith("absent: ")
                continue
            assert entry.origins, item.id
            assert entry.value.low is not None, item.id
            assert entry.value.point is not None
            assert isfinite(entry.value.point)
            assert low is None or entry.value.point >= low, item.id
            assert high is None or entry.value.point <= high, item.id


def test_asking_the_other_way_round_gives_the_same_series():
    there, back = (energy_series(basis_of(*pair)) for pair in (("RUS", "CHN"), ("CHN", "RUS")))
    numbers = [{(s.id, p.period): p.value.point for s in made for p in s.points}
               for made in (there, back)]  # fmt: skip
    assert numbers[0] == numbers[1]


def test_same_seed_same_numbers(found):
    again = {s.id: s for s in energy_series(basis_of("RUS", "CHN"))}
    assert all(again[item.id] == item for item in found.values())


def test_a_line_is_held_against_its_capacity_year_by_year(found):
    fills = found["energy.fill", "RUS", "Power of Siberia", "published figures"]
    points = [round(p.value.point, 3) for p in fills.points]
    assert points == [0.108, 0.273, 0.408, 0.597, 0.819, 1.021]
    assert ("energy.fill", "RUS", "branch of the Eastern Siberia-Pacific Ocean line",
            "published figures") not in found  # fmt: skip


def test_planned_capacity_is_never_capacity(found):
    key = ("energy.capacity_planned", "RUS", "Power of Siberia 2", "published figures")
    assert found[key].points[0].value.point == 50
    assert not any(part == "Power of Siberia 2" for measure, _, part, _ in found
                   if measure in ("energy.capacity", "energy.fill"))  # fmt: skip


def test_a_weight_that_contradicts_the_published_volume_gives_no_price(found):
    """BACI's weight of gas by pipe in 2022 is 3.0 Mt, the published volume 15.5 bcm (11 Mt)."""
    key = ("energy.unit_value", "RUS", "pipeline gas")
    assert [p.period for p in found[*key, "BACI, reconciled, by product"].points] == ["2020"]
    better = found[*key, "BACI, reconciled, by product, over published volume"]
    assert better.at("2022").value.point == pytest.approx(3980.86e6 / 15.5e6, rel=1e-6)


def test_remnants_have_no_price(found):
    """China sold Russia coal for 22 dollars in 2021: a flow, not a market."""
    assert not any(k[:3] == ("energy.unit_value", "CHN", "coal") for k in found)
    assert any(k[:3] == ("energy.flow", "CHN", "coal, value") for k in found)


def test_a_share_is_of_one_reporter_and_one_unit(found):
    """Chinese volume 107 of 563.99 Mt; never Russian tonnes over Chinese ones."""
    share = value(found, "2023", "energy.supplier_share", "CHN", "crude",
                  "Chinese figures, volume")  # fmt: skip
    assert share.point == pytest.approx(107 / 563.99)
    assert share.low < share.point < share.high


def test_the_discount_beyond_the_usual_takes_the_usual_off(found):
    key = ("RUS", "crude oil against Brent", "BACI, reconciled, by product")
    raw = value(found, "2022", "energy.discount", *key).point
    usual = found["energy.usual_gap", *key].points[0].value
    beyond = value(found, "2022", "energy.excess_discount", *key)
    assert beyond.point == pytest.approx(raw - usual.point)
    assert beyond.high - beyond.low > usual.high - usual.low


def test_what_could_go_elsewhere_is_a_limit(found):
    free = value(found, "2023", "energy.movable_share", "RUS", "gas",
                 "BACI, reconciled, by product, value")  # fmt: skip
    bound = value(found, "2023", "energy.bound_share", "RUS", "gas",
                  "BACI, reconciled, by product, value")  # fmt: skip
    assert free.point == pytest.approx(1 - bound.point)
    assert (free.low, free.level) == (0.0, None)


def test_all_sellers_through_one_line_add_up():
    """March 2023: 2.9, 0.38 and 0.14 bcm through lines of 55 a year."""
    made = {(s.measure, s.basis): s for s in energy_series(basis_of("TKM", "CHN"))}
    together = made["energy.fill", "published figures, by month, all sellers known"]
    march = together.at("2023-03")
    assert march is not None
    assert march.value.point == pytest.approx(3.42 / (55 / 12))


def test_no_claim_of_a_document_is_used_as_a_figure():
    """The branch of 15 Mt in 2011 is a document's own claim."""
    made = energy_series(basis_of("RUS", "CHN"))
    branch = [s for s in made if s.measure == "energy.capacity" and "Pacific" in s.part]
    assert [p.period for p in branch[0].points] == ["2018"]


def test_years_before_any_figure_give_nothing_and_no_error():
    made = energy_series(basis_of("RUS", "CHN", (1990, 1995)))
    assert {item.measure for item in made} == {"energy.mix_share"}


def test_turns_and_gaps_are_told():
    basis = basis_of("RUS", "CHN")
    made = energy_series(basis)
    turns = {turn.title: turn for turn in energy_turnings(made, basis.asked)}
    passed = next(t for title, t in turns.items() if title.startswith("Russia passes Saudi"))
    assert passed.year == 2023
    onset = next(t for title, t in turns.items() if "left the range" in title)
    assert onset.year == 2022
    assert "April 2022" in onset.sentence
    half = next(t for title, t in turns.items() if "below half" in title)
    assert half.sentence.endswith("in July 2023.")
    what = {gap.what for gap in energy_gaps(basis, made)}
    assert "Monthly price and discount of crude oil" in what
    assert any(name.startswith("Fill of the branch") for name in what)


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        ({"value": 15.4, "unit": "bcm", "bound": "exact"}, (15.35, 15.45)),
        ({"value": 107.0, "unit": "Mt", "bound": "exact"}, (106.5, 107.5)),
        ({"value": 100.0, "unit": "Mt", "bound": "approximate"}, (97.5, 102.5)),
        ({"value": 2.25, "unit": "USD/bbl", "bound": "midpoint"}, (1.75, 2.75)),
        ({"value": -1.5, "unit": "USD/bbl", "bound": "exact"}, (-1.55, -1.45)),
    ],
)
def test_ends_of_a_printed_figure(row, ends):
    assert ends_of(row) == pytest.approx(ends)
