"""Settings that every test shares: where the publisher files lie, and how hypothesis runs."""

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


# Programs that made golden cases with a peer: not tests, and their peers are not installed.
collect_ignore_glob = ["golden/make_*.py"]
