"""AidData: Global Chinese Official Finance, single projects, 2000-2014 (version 1.0)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, require_columns, unreadable
from steelyard.sources.shaping import absent, as_boolean, is_workbook_with, origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="aiddata_projects",
    producer="AidData, College of William & Mary",
    title="Global Chinese Official Finance Dataset",
    version="1.0",
    citation=(
        "Dreher, A., Fuchs, A., Parks, B., Strange, A. M. and Tierney, M. J. (2017). Aid, China, "
        "and Growth. AidData Working Paper 46. Dataset version 1.0."
    ),
    url="https://www.aiddata.org/data/chinese-global-official-finance-dataset",
    licence="free use with citation",
    terms="ship",
    published=date(2017, 10, 11),
)

_LABELS = (
    ("funding_agency", "several are parted by semicolons"),
    ("recipient_condensed", "recipient, or Africa, regional and the like"),
    ("all_recipients", "names, parted by semicolons"),
    ("recipient_iso3", "codes, parted by semicolons where there are several recipients"),
    ("recipient_cow_code", "codes, parted by semicolons where there are several recipients"),
    ("recipient_region", ""),
    ("title", ""),
    ("status", "such as Completion, or Pipeline: Pledge"),
    ("flow", ""),
    ("flow_class", "ODA-like, OOF-like or Vague (Official Finance)"),
    ("intent", ""),
    ("crs_sector_code", "sector of the OECD Creditor Reporting System"),
    ("crs_sector_name", ""),
    ("currency", "of `amount`"),
    ("loan_type", ""),
)
_FLAGS = (
    ("recommended_for_research", "AidData's advice: leave other projects out of totals"),
    ("umbrella", "an agreement whose parts are projects too: adding both counts twice"),
    ("year_uncertain", ""),
    ("line_of_credit", ""),
    ("is_cofinanced", ""),
)
_TERMS = (
    ("interest_rate", "%"),
    ("maturity", "years"),
    ("grace_period", "years"),
    ("grant_element", "%"),
)

TABLE = Table(
    "chinese_finance_projects",
    "Projects financed by Chinese official agencies",
    (
        Column("project_id", pl.Int32, "key"),
        Column("year", pl.Int16, "label", meaning="year of commitment", minimum=1900, maximum=2100),
        *(Column(name, pl.String, "label", meaning=meaning) for name, meaning in _LABELS),
        *(Column(name, pl.Boolean, "label", meaning=meaning) for name, meaning in _FLAGS),
        # Amounts in many currencies may not be summed.
        Column("amount", pl.Float64, "intensive", "see currency", minimum=0),
        Column("usd_current", pl.Float64, "extensive", "USD", minimum=0),
        Column("usd_defl_2014", pl.Float64, "extensive", "USD, constant 2014", minimum=0),
        *(Column(name, pl.Float64, "intensive", unit) for name, unit in _TERMS),
    ),
)
_SHEET = "ChineseOfficialFinance"
_LAYOUT = f"a workbook with sheet {_SHEET}1.0: project_id, recommended_for_research, umbrella, ..."


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is a workbook whose first sheet is named after the dataset."""
    return is_workbook_with(path, head, lambda names: names[0].startswith(_SHEET))


def parse(path: Path) -> pl.LazyFrame:
    """Read the projects. A cell with one blank is empty; money of unknown amount is absent.

    Free text, sources and the names of contacts are left out.
    """
    sheet = read_sheet(path)
    header = [str(name) for name in sheet.row(0)] if sheet.height else []
    require_columns(path, header, TABLE.names)
    if len(set(header)) < len(header):
        raise unreadable(path, "repeats a column name", _LAYOUT)
    frame = sheet.slice(1).rename(dict(zip(sheet.columns, header, strict=True)))
    texts = [absent(name, ()) for name in TABLE.names]
    return finish(frame.select(texts).with_columns(as_boolean(name) for name, _ in _FLAGS), TABLE)


PROJECTS = Connector("aiddata_projects", ORIGIN, TABLE, recognise, parse, _LAYOUT)
