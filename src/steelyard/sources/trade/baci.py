"""What the products derived from BACI share: publisher, citation, licence."""

from __future__ import annotations

from datetime import date

import polars as pl

from steelyard.sources.finishing import NOT_A_NUMBER, Reason
from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin

CITATION = (
    "Gaulier, G. and Zignago, S. (2010). BACI: International Trade Database at the "
    "Product-Level. The 1994-2007 Version. CEPII Working Paper 2010-23."
)
URL = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"


def baci_origin(id: str, title: str, version: str, published: date | None = None) -> Origin:
    """Origin of a product of BACI, which may be passed on with citation."""
    licence = "Etalab Open Licence 2.0"
    return origin(id, "CEPII", title, version, CITATION, URL, licence, "ship", published)


def dollars(thousands: str) -> tuple[pl.Expr, Reason]:
    """Dollars from a text column of thousands, and the reason for what is no number in it."""
    text = pl.col(thousands).str.strip_chars()
    value = text.cast(pl.Float64, strict=False) * 1e3
    return value, (text.is_not_null() & value.is_null(), NOT_A_NUMBER)
