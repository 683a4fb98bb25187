"""Every embedded table, in the order in which they are made."""

from steelyard.reference.recipe import (
    capability,
    figures,
    fuels,
    military,
    pacts,
    prices,
    production,
    roll_calls,
    states,
    ties,
    trade,
    votes,
)
from steelyard.reference.recipe.built import Recipe

RECIPES: tuple[Recipe, ...] = (
    trade.RECIPE,
    trade.PRODUCTS_RECIPE,
    figures.RECIPE,
    figures.PAGES_RECIPE,
    figures.EVENTS_RECIPE,
    states.RECIPE,
    capability.RECIPE,
    military.SPENDING_RECIPE,
    military.ARMS_RECIPE,
    roll_calls.RECIPE,
    votes.RECIPE,
    ties.RECIPE,
    pacts.RECIPE,
    ties.OPINION_RECIPE,
    prices.RECIPE,
    fuels.RECIPE,
    production.RECIPE,
)
