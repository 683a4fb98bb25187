"""What results of the causal system hang on, as one number."""

from __future__ import annotations

from hashlib import sha256

from steelyard.dossier.causal.asked import shown
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.system import library
from steelyard.system.causal import SHIPPED


def digest(fit: str) -> str:
    """What results hang on besides code: the calibration, tables, scenarios and choices."""
    seen = sha256(fit.encode())
    for file in sorted(SHIPPED.glob("**/*.csv")):
        seen.update(file.name.encode() + file.read_bytes())
    for name in library.names():
        seen.update(library.text_of(name).encode())
    seen.update(repr(shown()).encode())
    return seen.hexdigest()[:32]


def fit_of(data: Dataset) -> str:
    """The calibration that ships, with its plan and diagnostics; empty where none does."""
    fit = data.table("system_fit")
    return "" if fit.is_empty() else ";".join(map(str, fit.row(0)))
