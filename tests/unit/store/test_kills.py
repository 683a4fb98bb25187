"""A kill at any moment leaves the old state or the new one; imports at once all get in."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from steelyard.store import Store

NURSERY = Path(__file__).with_name("nursery.py")
KILLED = -signal.SIGKILL
MOST_POINTS = 200  # far more than an import has; the test ends at the first it does not reach

Job = tuple[Path, Path, int, float]  # store, file, point, seconds


class Nursery:
    """Starts imports as processes of their own."""

    def __init__(self, process: subprocess.Popen[str]):
        self.process = process

    def run(self, *jobs: Job) -> list[int]:
        """Exit codes of imports that were started at once."""
        assert self.process.stdin
        assert self.process.stdout
        line = json.dumps([[str(store), str(file), *rest] for store, file, *rest in jobs])
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        codes = json.loads(self.process.stdout.readline())
        assert set(codes) <= {0, KILLED}
        return codes


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, str(NURSERY)], stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield Nursery(process)


def importers(path: Path) -> list[str]:
    """Names that tell which files a sound store holds."""
    store = Store.open(path, create=True)
    assert store.check() == []
    if not store.tables():
        return []
    return store.scan("flows").sort("importer").collect()["importer"].unique().sort().to_list()


def test_a_kill_at_every_point_leaves_the_old_state_or_the_new(store, flows, nursery):
    store.import_file(flows("2020,A,B,5,", name="old.csv"))
    new = flows("2020,A,C,7,", "2020,A,D,8,", name="new.csv")
    after_kill = []
    for point in range(1, MOST_POINTS):
        [code] = nursery.run((store.path, new, point, 0))
        state = importers(store.path)
        assert state in (["B"], ["B", "C", "D"])
        if code == 0:
            break
        after_kill.append(state)
        if state != ["B"]:
            # the line was on the disk before the kill; add it anew to reach the later points
            store.withdraw(store.ledger()[-1].number, "to try again")
    assert importers(store.path) == ["B", "C", "D"]
    assert len(after_kill) > 10
    assert ["B"] in after_kill
    assert ["B", "C", "D"] in after_kill


def test_a_kill_while_the_store_is_made_leaves_none_or_a_sound_one(tmp_path, flows, nursery):
    file = flows("2020,A,B,5,")
    for point in range(1, 25, 2):
        place = tmp_path / f"new{point}"
        nursery.run((place, file, point, 0))
        assert importers(place) == []
        assert nursery.run((place, file, 0, 0)) == [0]
        assert importers(place) == ["B"]


def test_kills_at_random_moments_leave_sound_stores(store, flows, nursery):
    chance = random.Random(0)
    states = []
    for attempt in range(12):
        rows = (f"{2000 + number % 20},A{number},B{attempt:02},1," for number in range(20_000))
        file = flows(*rows, name=f"file{attempt}.csv")
        nursery.run((store.path, file, 0, chance.uniform(0.005, 0.25)))
        states.append(importers(store.path))
        assert len(states[-1]) <= attempt + 1
    assert all(set(before) <= set(after) for before, after in pairwise(states))
    store.import_file(flows("1998,A,B,1,", name="last.csv"))
    assert list((store.path / "incoming").iterdir()) == []  # what the dead left is swept


def test_imports_at_once_all_get_in(tmp_path, flows, nursery):
    place = tmp_path / "shared"
    files = [flows(f"2020,A,{name},1,", name=f"{name}.csv") for name in "BCDEF"]
    assert nursery.run(*((place, file, 0, 0) for file in files)) == [0] * 5
    assert importers(place) == list("BCDEF")


def test_the_same_file_imported_at_once_is_there_once(tmp_path, flows, nursery):
    place, file = tmp_path / "shared", flows("2020,A,B,1,")
    assert nursery.run(*[(place, file, 0, 0)] * 4) == [0] * 4
    assert importers(place) == ["B"]
    assert len(Store.open(place).ledger()) == 1


def test_an_import_survives_the_death_of_another(tmp_path, flows, nursery):
    place = tmp_path / "shared"
    for point in (8, 12, 16, 20):
        files = [flows(f"{point},A,{name},1,", name=f"{name}{point}.csv") for name in "BC"]
        nursery.run((place, files[0], point, 0), (place, files[1], 0, 0))
        assert "C" in importers(place)
