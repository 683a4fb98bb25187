"""Tables of the composites: ties or states by indicators in one year, with the noise of each."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.composite_recipe import CompositeRecipe
from steelyard.dossier.comparison.matrices import Matrix, largest_partners
from steelyard.dossier.comparison.readers import ballots, yearly
from steelyard.dossier.comparison.yardsticks import matrices, yardstick
from steelyard.measures.checks import divide
from steelyard.measures.interval import Z90
from steelyard.models.composite.recipe import Table

Column = tuple[np.ndarray, np.ndarray]  # values and the standard deviation of their noise
Pairs = list[tuple[str, str]]

# What each indicator of a recipe is read from: a yardstick of pairs, or an attribute of states and
# whether its logarithm counts.
YARDSTICKS = {
    "export_share": "trade.export_share",
    "import_share": "trade.import_share",
    "net_share": "trade.trade_share",
    "largest_share": "trade.trade_share",
    "equivalent_partners": "trade.trade_share",
    "votes_shared": "votes.support",
    "votes_with_largest": "votes.support",
    "trade_over_gdp": "trade.dependence",
    "organisations_shared": "institutions.shared_weight",
}
ATTRIBUTES = {
    "complexity": ("complexity", False),
    "research": ("rd_gdp", False),
    "capability": ("cinc", True),
    "gdp": ("gdp", True),
}


def table_origins(basis: Basis, recipe: CompositeRecipe, year: int) -> tuple[str, ...]:
    """Every source that the table of one year may draw on, in the order of its indicators."""
    found: list[str] = []
    for one in recipe.indicators:
        if one.name in YARDSTICKS:
            read = matrices(basis, yardstick(YARDSTICKS[one.name]))
            sources = {when: read[when].origins for when in read}
        else:
            table = attributes(basis, ATTRIBUTES[one.name][0])
            sources = {when: (table[when][1],) for when in table}
        near = [when for when in sources if year - recipe.near <= when <= year]
        found += [origin for when in sorted(near, reverse=True) for origin in sources[when]]
    return tuple(dict.fromkeys(found))


def table_of(basis: Basis, recipe: CompositeRecipe, year: int) -> Table | None:
    """The table of one year; None where trade of that year is absent or an indicator is bare."""
    trade = matrices(basis, yardstick("trade.trade_share")).get(year)
    if trade is None:
        return None
    ties = _largest(trade)
    if recipe.units == "ties":
        for subject, partner in basis.asked.directions():
            pair = subject.iso3, partner.iso3
            if pair not in ties and trade.value(*pair) is not None:
                ties.append(pair)
    names = [f"{a}-{b}" if recipe.units == "ties" else a for a, b in ties]
    columns = [_column(basis, one.name, trade, ties, recipe.near) for one in recipe.indicators]
    values, noise = (np.column_stack(parts) for parts in zip(*columns, strict=True))
    kept = _with_enough(values, np.array(recipe.choices.weights), recipe.least_present)
    values, noise = values[kept], np.nan_to_num(noise[kept])
    if any(np.unique(one[np.isfinite(one)]).size < 2 for one in values.T) or kept.sum() < 2:
        return None
    units = tuple(name for name, there in zip(names, kept, strict=True) if there)
    return Table(units, recipe.indicators, values, noise)


def _largest(trade: Matrix) -> Pairs:
    """Every state with its largest partner."""
    subjects, partners = largest_partners(trade.values)
    return [(trade.codes[a], trade.codes[b]) for a, b in zip(subjects, partners, strict=True)]


def _with_enough(values: np.ndarray, weights: np.ndarray, least: float) -> np.ndarray:
    """Units with enough of the weight: the others have no score, and would only stretch scales."""
    weights = weights if weights.size else np.ones(values.shape[1])
    return np.isfinite(values) @ weights >= least * weights.sum() - 1e-9


def _column(basis: Basis, name: str, trade: Matrix, ties: Pairs, near: int) -> Column:
    """One indicator of all units."""
    year = trade.year
    if name in ("export_share", "import_share"):
        return _shares(basis, f"trade.{name}", year, ties)
    if name in ("net_share", "largest_share"):
        own, noise = _shares(basis, "trade.trade_share", year, ties)
        if name == "largest_share":
            return own, noise
        back, _ = _shares(basis, "trade.trade_share", year, [(b, a) for a, b in ties])
        return own - back, noise
    if name == "equivalent_partners":
        square = divide(1.0, np.nansum(trade.values**2, axis=1))
        found = dict(zip(trade.codes, square, strict=True))
        return _exact(found.get(a, np.nan) for a, _ in ties)
    if name in ("votes_shared", "votes_with_largest"):
        return _votes(basis, year, ties, near)
    if name == "trade_over_gdp":
        return _exact(_last_of_pairs(basis, "trade.dependence", year, ties, near))
    if name == "organisations_shared":
        return _exact(_last_of_pairs(basis, "institutions.shared_weight", year, ties, near))
    indicator, logarithm = ATTRIBUTES[name]
    found = _last_of_states(basis, indicator, year, near)
    numbers = np.array([found.get(a, np.nan) for a, _ in ties])
    if not logarithm:
        return _exact(numbers)
    return _exact(np.log(numbers, out=np.full(numbers.shape, np.nan), where=numbers > 0))


def _exact(values) -> Column:  # type: ignore[no-untyped-def]
    """Values whose noise is not known."""
    numbers = np.array(list(values), dtype=float)
    return numbers, np.zeros(numbers.shape)


def _shares(basis: Basis, measure: str, year: int, ties: Pairs) -> Column:
    """Shares of trade with the noise of the flow, as wide as its 90 % interval."""
    from scipy.special import stdtrit

    matrix = matrices(basis, yardstick(measure))[year]
    values = matrix.many(ties)
    flows = np.nan_to_num(basis.completed.complete(basis.trade.year(year)))
    rows, columns = matrix.places(ties)
    size = flows[rows, columns] + flows[columns, rows]
    model = basis.noise.model
    scale = np.exp(model.intercept + model.slope * np.log(np.maximum(size, 10.0)))
    return values, values * scale * float(stdtrit(model.tail, 0.95)) / Z90


def _votes(basis: Basis, year: int, ties: Pairs, near: int) -> Column:
    """Minority votes shared at the last session, with the noise of roll calls as a sample."""
    known = matrices(basis, yardstick("votes.support"))
    values, noise = np.full(len(ties), np.nan), np.zeros(len(ties))
    for back in sorted((one for one in known if year - near <= one <= year), reverse=True):
        found, where = known[back].many(ties), known[back].places(ties)
        new = np.isnan(values) & np.isfinite(found)
        count = ballots(basis)[back].minority[where][new]
        middle = (found[new] * count + 0.5) / (count + 1)  # Jeffreys: no noise of 0 at the ends
        values[new] = found[new]
        noise[new] = np.sqrt(middle * (1 - middle) / (count + 2))
    return values, noise


def _last_of_pairs(basis: Basis, measure: str, year: int, ties: Pairs, near: int) -> np.ndarray:
    """The last value of each tie up to a year, at most `near` years back."""
    known = matrices(basis, yardstick(measure))
    values = np.full(len(ties), np.nan)
    for back in sorted((one for one in known if year - near <= one <= year), reverse=True):
        if np.isnan(values).any():
            values = np.where(np.isnan(values), known[back].many(ties), values)
    return values


def _last_of_states(basis: Basis, indicator: str, year: int, near: int) -> dict[str, float]:
    """The last value of every state up to a year, at most `near` years back."""
    known = attributes(basis, indicator)
    found: dict[str, float] = {}
    for one in sorted(one for one in known if year - near <= one <= year):
        found |= known[one][0]
    return found


def attributes(basis: Basis, indicator: str) -> dict[int, tuple[dict[str, float], str]]:
    """An attribute of all states by year, read once."""
    key = f"attribute {indicator}"
    if key not in basis.of_all_pairs:
        basis.of_all_pairs[key] = yearly(basis, indicator)
    return basis.of_all_pairs[key]
