"""Origin that both files of the UN Population Division share."""

from __future__ import annotations

from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin


def undesa_origin(name: str, title: str) -> Origin:
    """Origin of one file of International Migrant Stock 2019."""
    return origin(
        id=name,
        producer="United Nations, Department of Economic and Social Affairs, Population Division",
        title=f"International Migrant Stock 2019: {title}",
        version="POP/DB/MIG/Stock/Rev.2019",
        citation=(
            "United Nations, Department of Economic and Social Affairs. Population Division "
            "(2019). International Migrant Stock 2019 (United Nations database, "
            "POP/DB/MIG/Stock/Rev.2019)."
        ),
        url="https://www.un.org/development/desa/pd/content/international-migrant-stock",
        licence="CC BY 3.0 IGO",
        terms="ship",
    )
