"""AidData: Chinese official finance summed by recipient and year, 2000-2021."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin, require_final_newline
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

_CLASSES = {
    "oof": "other official flows",
    "oda": "official development assistance",
    "vof": "vague official finance",
}
_AMOUNTS = tuple(f"{flow}_{form}" for flow in _CLASSES for form in ("amt", "adj"))
_FORMS = {"amt": "commitments", "adj": "commitments, adjusted by AidData"}


def _table(code: str, system: str) -> Table:
    """Describe one row for each recipient and year, with recipients in one code system."""
    return Table(
        f"chinese_finance_{system.lower()}",
        f"Chinese official finance by recipient ({system} code) and year of commitment",
        (
            Column(code, pl.Int32, "key", minimum=1, meaning=f"recipient, {system} code"),
            Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
            *(
                Column(
                    name,
                    pl.Float64,
                    "extensive",
                    "USD, constant 2021",
                    minimum=0,
                    meaning=f"{_CLASSES[name[:3]]}, {_FORMS[name[4:]]}",
                )
                for name in _AMOUNTS
            ),
        ),
    )


def _origin(id: str, system: str) -> Origin:
    """Describe the table of one code system."""
    return origin(
        id=id,
        producer="AidData, College of William & Mary",
        title=f"Global Chinese Development Finance by recipient and year ({system} codes)",
        version="3.0",
        citation=(
            "Custer, S., Dreher, A., Elston, T. B. et al. (2023). Tracking Chinese Development "
            "Finance: An Application of AidData's TUFF 3.0 Methodology. AidData."
        ),
        url="https://www.aiddata.org/data/aiddatas-global-chinese-development-finance-dataset-version-3-0",
        licence="free use with citation",
        terms="ship",
        published=date(2023, 11, 6),
    )


def _connector(id: str, code: str, system: str) -> Connector:
    """Build the connector of one code system: both have the same layout but for the code."""
    table, names = _table(code, system), (code, "year", *_AMOUNTS)

    def recognise(path: Path, head: bytes) -> bool:
        """Whether it has exactly these columns."""
        return has_columns(head, names, only=True)

    def parse(path: Path) -> pl.LazyFrame:
        """Read the recipient-years; a zero is published as such and stays one."""
        require_final_newline(path)
        return finish(read_csv(path, names), table)

    return Connector(id, _origin(id, system), table, recognise, parse, ", ".join(names))


GCDF_COW = _connector("aiddata_gcdf_cow", "ccode", "COW")
GCDF_GW = _connector("aiddata_gcdf_gw", "gwcode", "GW")
