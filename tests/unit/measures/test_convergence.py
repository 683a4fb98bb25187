"""An iteration that does not settle has no value (law 7)."""

import numpy as np
import pytest

from steelyard.measures import mirrors_growth, mirrors_silence
from steelyard.vocabulary.errors import InputError


def flows() -> tuple[np.ndarray, np.ndarray]:
    """Known and last known flows of 30 states, of which five are silent."""
    random = np.random.default_rng(0)
    last = random.lognormal(5, 2, (30, 30))
    known = last * random.lognormal(0, 0.3, (30, 30))
    known[:5, :5] = np.nan
    return known, last


@pytest.mark.parametrize(
    ("module", "solve"),
    [
        (mirrors_growth, mirrors_growth.two_way_growth),
        (mirrors_silence, mirrors_silence.silence),
    ],
)
def test_what_does_not_settle_has_no_value(monkeypatch, module, solve):
    known, last = flows()
    solve(known, last)
    monkeypatch.setattr(module, "STEPS", 1)
    with pytest.raises(InputError, match="law 7"):
        solve(known, last)
