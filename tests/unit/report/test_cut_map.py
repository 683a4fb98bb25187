"""Third parties on the map: colours, sums of states, the sign, and when there is none."""

import pytest

from steelyard.dossier.records.cuts import Cuts, RegionCost
from steelyard.report.figures.cut_map import class_of, cut_map_figure, groups
from steelyard.report.theme import HEX
from steelyard.vocabulary.estimate import Estimate, absent

# Four squares; Kazakhstan and Mongolia are in the rest of the world.
CODES = {"643": "RUS", "156": "CHN", "398": "KAZ", "496": "MNG"}


@pytest.fixture
def geometry():
    arcs = [[[60, y], [90, y], [90, y + 12], [60, y + 12], [60, y]] for y in (0, 15, 30, 45)]
    shapes = [
        {"type": "Polygon", "arcs": [[at]], "id": id_, "properties": {"isoA3": code}}
        for at, (id_, code) in enumerate(CODES.items())
    ]
    countries = {"type": "GeometryCollection", "geometries": shapes}
    return {"type": "Topology", "objects": {"countries": countries}, "arcs": arcs}


def row(region, change, *, full_cut=True, horizon="long"):
    return RegionCost(
        scenario="full-cut", title="All trade ends", horizon=horizon, region=region,
        name={"ROW": "Rest of the world"}.get(region, region), change=change, year=2023,
        full_cut=full_cut,
    )  # fmt: skip


def of(point, low, high):
    return Estimate(point, low, high, 0.9, "draws", "simulated")


ROWS = (
    row("RUS", of(-3.4, -8.2, -1.4)),
    row("CHN", of(-0.21, -0.6, -0.09)),
    row("ROW", of(0.04, 0.02, 0.08)),
)


def with_rows(dossier, *rows):
    cuts = Cuts(costs=(), sectors=(), regions=rows, published=(), origins=())
    return dossier.model_copy(update={"cuts": cuts})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (of(-3.4, -8.2, -1.4), "loss"),
        (of(-0.05, -0.09, -0.02), "loss-soft"),
        (of(0.004, 0.001, 0.02), "even"),
        (of(0.3, -0.1, 0.9), "even"),  # the sign is not sure
        (of(0.04, 0.02, 0.08), "gain-soft"),
        (of(0.14, 0.06, 0.34), "gain"),
    ],
)
def test_a_colour_needs_a_size_and_a_sure_sign(change, expected):
    assert class_of(row("TUR", change)) == expected


def test_regions_of_several_states_are_hatched_and_named_as_sums(dossier, geometry):
    figure = cut_map_figure(with_rows(dossier, *ROWS), geometry)
    assert groups(ROWS, geometry) == {"ROW"}
    for drawing in (figure.wide, figure.narrow):
        assert drawing.body.count(f"url(#cut-map-{drawing.width}-row)") == 2  # two outlines
        assert HEX["loss"] in drawing.body
        assert "#000001" not in drawing.body  # no mark is left in place of its hatch
    assert "Rest of the world" in figure.notes[0]
    assert figure.table.rows[-1] == ("Rest of the world", "0.040 (0.020 to 0.080)", "sum of states")


def test_words_and_data_carry_both_ends_and_the_year(dossier, geometry):
    figure = cut_map_figure(with_rows(dossier, *ROWS), geometry)
    assert figure.title.endswith("Rest of the world would gain most, 0.040 % (0.020 to 0.080)")
    assert "RUS −3 % (−8 to −1)" in figure.alt
    assert [(r["region"], r["low"], r["high"], r["year"]) for r in figure.rows] == [
        ("RUS", -8.2, -1.4, 2023), ("CHN", -0.6, -0.09, 2023), ("ROW", 0.02, 0.08, 2023),
    ]  # fmt: skip


def test_there_is_no_map_without_a_full_cut_outlines_or_a_bound(dossier, geometry):
    other = with_rows(dossier, row("RUS", of(-1.0, -2.0, -0.5), full_cut=False))
    assert cut_map_figure(other, geometry) is None
    assert cut_map_figure(with_rows(dossier, *ROWS), None) is None
    assert cut_map_figure(with_rows(dossier, row("RUS", absent("no bound"))), geometry) is None
    assert cut_map_figure(dossier.model_copy(update={"cuts": None}), geometry) is None
