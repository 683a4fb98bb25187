"""All that is known about a pair of states, as one frozen object.

``steelyard.dossier`` is this package, and by design also the function that makes a dossier: the
package may be called, so that ``steelyard.dossier("RUS", "CHN")`` works whatever was imported
before.
"""

from __future__ import annotations

import sys
from types import ModuleType
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


class _DossierPackage(ModuleType):
    """A package that makes a dossier when it is called."""

    def __call__(self, *asked: Any, **options: Any) -> Dossier:
        """See `steelyard.dossier.assemble.dossier`."""
        from steelyard.dossier import assemble

        return assemble.dossier(*asked, **options)


sys.modules[__name__].__class__ = _DossierPackage
