"""All that is known about a pair of states, as one frozen object."""

from steelyard.dossier.assemble import dossier
from steelyard.dossier.records import Dossier

__all__ = ["Dossier", "dossier"]
