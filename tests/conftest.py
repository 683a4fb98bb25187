"""Settings that every test shares: where the publisher files lie, and how hypothesis runs."""

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("steelyard", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steelyard")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of publisher files beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"no publisher files: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def shared_by_processes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where the processes of a run keep what they share: beside their own temporary folders."""
    if hasattr(request.config, "workerinput"):
        os.environ["STEELYARD_TESTS_SHARED"] = str(tmp_path_factory.getbasetemp().parent)


# Programs that made golden cases with a peer: not tests, and their peers are not installed.
collect_ignore_glob = ["golden/make_*.py"]
