"""All that is known about a pair of states, as one frozen object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steelyard.dossier.records import Dossier

if TYPE_CHECKING:
    from steelyard.dossier.assemble import dossier

__all__ = ["Dossier", "dossier"]


def __getattr__(name: str) -> Any:
    """Load what computes a dossier only when one is asked for: reading one needs the records."""
    if name != "dossier":
        raise AttributeError(f"module 'steelyard.dossier' has no attribute {name!r}")
    from steelyard.dossier import assemble

    return assemble.dossier
