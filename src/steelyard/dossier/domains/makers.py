"""Everything that makes series, in the order in which a reader meets it.

A maker takes the basis (dataset, trade with its noise, what was asked) and gives series; none
where it has no data for the pair. An explicit list: a series exists because its maker is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.arms import arms_series
from steelyard.dossier.domains.borderlands import borderland_series
from steelyard.dossier.domains.capability import capability_series
from steelyard.dossier.domains.composition import composition_series
from steelyard.dossier.domains.cuts import cut_series
from steelyard.dossier.domains.declared import declared_series
from steelyard.dossier.domains.diplomacy import diplomacy_series
from steelyard.dossier.domains.energy import energy_series
from steelyard.dossier.domains.forces import forces_series
from steelyard.dossier.domains.formal_influence import influence_series
from steelyard.dossier.domains.goods import goods_series
from steelyard.dossier.domains.institutions import institution_series
from steelyard.dossier.domains.knowledge import knowledge_series
from steelyard.dossier.domains.money import money_series
from steelyard.dossier.domains.mutual import mutual_series
from steelyard.dossier.domains.network import network_series
from steelyard.dossier.domains.opinion import opinion_series
from steelyard.dossier.domains.organisations import organisation_series
from steelyard.dossier.domains.outside import outside_series
from steelyard.dossier.domains.power import power_series
from steelyard.dossier.domains.power_figures import figure_series
from steelyard.dossier.domains.products import product_series
from steelyard.dossier.domains.projections import projection_series
from steelyard.dossier.domains.quoted import quoted_series
from steelyard.dossier.domains.region import region_series
from steelyard.dossier.domains.reliance import reliance_series
from steelyard.dossier.domains.roles import roles_series
from steelyard.dossier.domains.standing import standing_series
from steelyard.dossier.domains.trade import trade_series
from steelyard.dossier.domains.votes import vote_series
from steelyard.dossier.records import Series

Maker = Callable[[Basis], Iterable[Series]]

MAKERS: tuple[tuple[str, Maker], ...] = (
    ("trade", trade_series),
    ("mutual weight", mutual_series),
    ("outside options", outside_series),
    ("declared trade", declared_series),
    ("products", product_series),
    ("technology goods", goods_series),
    ("composition", composition_series),
    ("roles", roles_series),
    ("reliance", reliance_series),
    ("costs of cuts", cut_series),
    ("production network", network_series),
    ("published figures", quoted_series),
    ("knowledge", knowledge_series),
    ("finance", money_series),
    ("energy", energy_series),
    ("votes", vote_series),
    ("region", region_series),
    ("borderlands", borderland_series),
    ("standing", standing_series),
    ("arms", arms_series),
    ("power", power_series),
    ("power, published figures", figure_series),
    ("capability", capability_series),
    ("forces", forces_series),
    ("projections", projection_series),
    ("organisations", organisation_series),
    ("institutions", institution_series),
    ("formal influence", influence_series),
    ("opinion", opinion_series),
    ("diplomacy", diplomacy_series),
)
