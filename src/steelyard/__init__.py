"""Steelyard measures, explains, simulates and audits asymmetric dependence between states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steelyard.dossier import Dossier as Dossier
    from steelyard.dossier.assemble import dossier as dossier

__version__ = "0.1.0"
__all__ = ["Dossier", "__version__", "dossier"]


def __getattr__(name: str) -> Any:
    """Import the dossier only when it is asked for, so that `--help` stays instant."""
    if name in ("Dossier", "dossier"):
        from importlib import import_module

        package = import_module("steelyard.dossier")
        return package if name == "dossier" else package.Dossier
    raise AttributeError(f"module 'steelyard' has no attribute {name!r}")
