"""How well suppliers substitute for one another: elasticities of products, with their spread."""

from __future__ import annotations

import numpy as np

from steelyard.measures.access import access_loss
from steelyard.measures.interval import LEVEL, draws_of, estimate_from_draws
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, absent

BASIS = "elasticities of substitution, spread over importing states"


def typical_sigma(data: Dataset, draws: int, seed: int) -> tuple[float, np.ndarray, str]:
    """Median elasticity over all products, draws of a product's own, and their source.

    NaN where no elasticities are in the dataset.
    """
    table = data.table("elasticities")
    if table.is_empty():
        return float("nan"), np.full(draws, np.nan), ""
    values = table["sigma"].to_numpy()
    drawn = np.random.default_rng(seed).choice(values, draws)
    return float(np.median(values)), drawn, str(table["origin"][0])


def sigma_of(data: Dataset, headings: list[str]) -> tuple[np.ndarray, np.ndarray, str]:
    """Median elasticity of each heading's product group, its spread, and their source.

    NaN for a heading whose group nobody estimated.
    """
    table = data.table("elasticities")
    known = dict(zip(table["hs3"], zip(table["sigma"], table["spread"], strict=True), strict=True))
    pairs = [known.get(heading[:3], (np.nan, np.nan)) for heading in headings]
    values = np.array(pairs, dtype=float).reshape(-1, 2)
    return values[:, 0], values[:, 1], "" if table.is_empty() else str(table["origin"][0])


def sigma_draws_of(sigma: np.ndarray, spread: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """``drawn[draw, heading]``: log-normal around the median, with the spread between states."""
    noise = np.random.default_rng(seed).standard_normal((draws, sigma.size))
    return 1.0 + (sigma - 1.0) * np.exp(spread * noise)


def loss_of(share: Estimate, sigma: float, drawn: np.ndarray, seed: int) -> Estimate:
    """Log rise of a product's price index without a supplier, drawn over share and elasticity.

    Absent where the share or the elasticity is, or where the loss has no bound in 5 % of the draws.
    """
    if share.point is None:
        return absent("the supplier's share is not known")
    point = access_loss(np.array([share.point]), sigma)
    if point.reason[0]:
        return absent(str(point.reason[0]))
    shares = draws_of(share, drawn.size, seed, within=(0.0, 1.0))
    losses = access_loss(shares, drawn)
    without_bound = float((losses.reason != "").mean())
    if without_bound >= (1 - LEVEL) / 2:
        return absent(f"the loss has no bound in {without_bound:.0%} of the draws")
    finite = np.where(losses.reason == "", losses.log_price, np.nanmax(losses.log_price))
    return estimate_from_draws(float(point.log_price[0]), finite, basis=f"{BASIS}; noise of shares")
