"""The series that a causal system is held against: those that ship, or of a dossier made now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_model import Path as Driver
    from steelyard.system.causal_records import Observation
    from steelyard.system.posterior import Posterior
    from steelyard.system.readings import Reading, Values

    Series = tuple[dict[Observation, Values], dict[Observation, tuple[str, ...]]]


def evidence(system: CausalSystem) -> tuple[tuple[Reading, ...], dict[str, Driver]]:
    """Readings of all series of a system, and the paths of its drivers."""
    from steelyard.system.readings import driver_paths, readings

    seen, _ = readings(system, *series(system))
    return seen, driver_paths(system, seen)


def series(system: CausalSystem) -> Series:
    """Series by observation, and their origins.

    Those of the built-in system ship with the package, as the dossier of its pair gives them;
    those of a folder of the user's are measured, which takes a while.
    """
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.reference.overlay import dataset
    from steelyard.system.causal import shipped
    from steelyard.system.shipped_posterior import series_of

    if system == shipped():
        found = series_of(system, dataset(DEFAULT_AS_OF, None))
        if found[0]:
            return found
    return measured(system)


def measured(system: CausalSystem) -> Series:
    """Series by observation and their origins, from the dossier of the pair."""
    from steelyard.dossier.link_series import pair_of
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.dossier.system_series import observed
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.overlay import dataset

    with shown("Measuring") as progress:
        found = asked_dossier(*pair_of(system), None, None, 0, None, progress)
    return observed(system, found, dataset(DEFAULT_AS_OF, None))


def calibrated(
    system: CausalSystem, seen: tuple[Reading, ...], paths: dict[str, Driver]
) -> Posterior | None:
    """The calibration that ships, if it is of this system and these series."""
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.reference.overlay import dataset
    from steelyard.system.shipped_posterior import shipped_posterior

    return shipped_posterior(system, seen, paths, dataset(DEFAULT_AS_OF, None))


def calibration(system: CausalSystem, *, prior: bool, drivers: str) -> Posterior | None:
    """The calibration to run a system by: none for priors, held drivers, or another system."""
    if prior or drivers == "held":
        return None
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.reference.overlay import dataset
    from steelyard.system.causal import shipped
    from steelyard.system.shipped_posterior import calibration_of

    if system != shipped():
        return None
    return calibration_of(system, dataset(DEFAULT_AS_OF, None))
