"""The dossier's records, by subject; everything that reads a dossier imports them from here."""

from steelyard.dossier.records.base import Disagreement, Event, Record
from steelyard.dossier.records.change import (
    Break,
    BreakTest,
    Change,
    Contribution,
    Counterfactual,
    Explanation,
)
from steelyard.dossier.records.comparison import (
    ClassDefinition,
    ClassOdds,
    Comparison,
    Composite,
    Distribution,
    Importance,
    Passage,
    Placed,
    Weight,
)
from steelyard.dossier.records.contest import ContestCell, CrossingChoice
from steelyard.dossier.records.cuts import CutCost, Cuts, RegionCost, SectorCost
from steelyard.dossier.records.dossier import (
    SCHEMA_VERSION,
    Arm,
    Balance,
    Crossing,
    Dossier,
    Finding,
    Gap,
    Head,
    MapValue,
    Measure,
    PartnerShare,
    Point,
    Series,
    State,
    Status,
)
from steelyard.dossier.records.products import ProductTie

__all__ = [
    "SCHEMA_VERSION", "Arm", "Balance", "Break", "BreakTest", "Change", "ClassDefinition",
    "ClassOdds",
    "Comparison", "Composite", "ContestCell", "Contribution", "Counterfactual", "Crossing",
    "CrossingChoice", "CutCost", "Cuts", "Disagreement", "Distribution",
    "Dossier", "Event", "Explanation", "Finding", "Gap", "Head", "Importance", "MapValue",
    "Measure", "PartnerShare", "Passage", "Placed", "Point", "ProductTie", "Record",
    "RegionCost", "SectorCost", "Series",
    "State", "Status", "Weight",
]  # fmt: skip
