"""One report of the invented dossier, written once for all tests of the page."""

from pathlib import Path

import pytest

from fixtures.dossier import invented_dossier
from steelyard.dossier.records import Dossier
from steelyard.report import write_report

# Three squares stand for the world: coordinates made by hand.
SQUARES = {"643": ("RUS", 60), "156": ("CHN", 20), "398": ("KAZ", 40)}


def made_up_world() -> dict:
    """A TopoJSON object of three squares on the meridian of 100 degrees east."""
    arcs = [
        [[100, y], [110, y], [110, y + 10], [100, y + 10], [100, y]] for _, y in SQUARES.values()
    ]
    shapes = [
        {"type": "Polygon", "arcs": [[index]], "id": code, "properties": {"isoA3": name}}
        for index, (code, (name, _)) in enumerate(SQUARES.items())
    ]
    countries = {"type": "GeometryCollection", "geometries": shapes}
    return {"type": "Topology", "objects": {"countries": countries}, "arcs": arcs}


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The complete invented dossier."""
    return invented_dossier()


@pytest.fixture(scope="session")
def small(dossier: Dossier) -> Dossier:
    """The balance and one series: quick to write."""
    return dossier.model_copy(
        update={"series": dossier.series[:2], "composition": (), "map": (), "balances": ()}
    )


@pytest.fixture(scope="session")
def written(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the complete report."""
    folder = tmp_path_factory.mktemp("report") / "RUS-CHN"
    return write_report(dossier, folder, geometry=made_up_world())


@pytest.fixture(scope="session")
def html(written: Path) -> str:
    """The text of the page."""
    return written.read_text(encoding="utf-8")
