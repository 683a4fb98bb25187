"""The series that a causal system is held against, from the dossier of its pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.dossier.link_series import origins_of, yearly

if TYPE_CHECKING:
    from steelyard.dossier.records import Dossier
    from steelyard.reference.dataset import Dataset
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import Observation
    from steelyard.system.readings import Values


def observed(
    system: CausalSystem, found: Dossier, data: Dataset
) -> tuple[dict[Observation, Values], dict[Observation, tuple[str, ...]]]:
    """Every series that a system names, by year on the scale of its observation, with origins."""
    values: dict[Observation, Values] = {}
    origins: dict[Observation, tuple[str, ...]] = {}
    for seen in (each for variable in system.variables for each in variable.observed):
        told = yearly(seen, found, data)
        if told:
            values[seen] = told
            origins[seen] = tuple(sorted(origins_of(seen, found, data)))
    return values, origins
