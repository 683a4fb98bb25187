"""From options to a dossier: the one place where commands ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.dossier.records import Dossier
from steelyard.interfaces.cli import kept
from steelyard.store import default_folder, is_store

if TYPE_CHECKING:
    from steelyard.dossier.explanation.explain import Question


def asked_dossier(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    progress: Callable[[str, float], None],
    *,
    composites: bool = False,
    explain: Question | None = None,
) -> Dossier:
    """The dossier for what was asked, with a user's own data where there is a store."""
    if store is not None or is_store(default_folder()):
        return _computed(
            a, b, years, as_of, seed, store, progress, composites=composites, explain=explain
        )
    key = kept.key_of(a, b, years, as_of, seed, composites, explain)
    found = kept.read(key)
    if found is None:
        found = _computed(
            a, b, years, as_of, seed, None, progress, composites=composites, explain=explain
        )
        kept.write(key, found)
    return found


def _computed(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    progress: Callable[[str, float], None],
    *,
    composites: bool,
    explain: Question | None,
) -> Dossier:
    """The dossier made now."""
    from steelyard.dossier.assemble import dossier
    from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS
    from steelyard.reference.overlay import dataset

    day = as_of or DEFAULT_AS_OF
    return dossier(
        a,
        b,
        years or DEFAULT_YEARS,
        as_of=day,
        seed=seed,
        data=dataset(day, store),
        composites=composites,
        explain=explain,
        progress=progress,
    )
