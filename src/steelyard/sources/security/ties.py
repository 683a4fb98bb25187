"""TIES: threats and impositions of economic sanctions, cases that began 1945-2005."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, readable, require_columns
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="ties",
    producer="T. Clifton Morgan, Navin Bapat and Yoshiharu Kobayashi",
    title="Threat and Imposition of Economic Sanctions",
    version="4.1",
    citation=(
        "Morgan, T. C., Bapat, N. and Kobayashi, Y. (2014). Threat and imposition of economic "
        "sanctions 1945-2005: Updating the TIES dataset. Conflict Management and Peace "
        "Science 31(5)."
    ),
    url="https://sanctions.web.unc.edu/",
    licence="Free for research with citation",
    terms="restricted",
)

WHEN = ("startmonth", "startday", "startyear", "endmonth", "endday", "endyear")
ONGOING = ("ongoingasofmonth", "ongoingasofday", "ongoingasofyear")
SENDERS = ("sender1", "sender2", "sender3", "sender4", "sender5", "primarysender")
NUMBERS = {"institution", "targetinstitution", "threat", "imposition"}
REQUIRED = {"startyear", "targetstate", "threat", "imposition"}
CODED = (  # several codes may stand in one cell, separated by blanks: "1 5"
    *("institution", "institutionid", "targetinstitution", "otherinstitution"),
    *("issue1", "issue2", "issue3", "otherissue"),
    *("threat", "threatid1", "threatid2", "threatid3", "sanctiontypethreat"),
    *("othersanctiontypethreatened", "bspecif", "scommit", "threatenedtargetinterest"),
    *("dsanctions", "carrots", "anticipatedtargetcosts", "anticipatedtargetcostsfigureifav"),
    *("tcurrency", "tyearofestimate", "anticipatedsendercosts", "scurrency", "syearofestimate"),
    "imposition",
)
# Sanctions imposed in steps have several dates in one cell.
IMPOSED = ("sancimpositionstartmonth", "sancimpositionstartday", "sancimpositionstartyear")
OUTCOME = (
    *("sanctionidentity", "sanctiontype", "othersanctiontype", "implementationofdiplomaticsancti"),
    *("carrotsduringsanction", "carrotvalue", "carrotcurrency", "carrotyear"),
    *("targetcosts", "targeteconomiccostsfigure", "targeteconomiccostscurrency"),
    *("targeteconomiccostsyear", "sendercosts", "sendereconomiccostsfigure"),
    *("sendereconomiccostscurrency", "sendereconomiccostsyear", "finaloutcome"),
    *("settlementnaturesender", "settlementnaturetarget"),
)


def _column(name: str) -> Column:
    """Dates, states and flags are numbers; the rest stays text as it was coded."""
    number = name in NUMBERS or name in (*WHEN, *ONGOING, *SENDERS, "targetstate")
    kind = pl.Int32 if number else pl.String
    return Column(name, kind, "label", nullable=name not in REQUIRED)


FIELDS = (*WHEN, *ONGOING, *SENDERS, "targetstate", *CODED, *IMPOSED, *OUTCOME)
TABLE = Table(
    "ties",
    "Threats and impositions of economic sanctions",
    (Column("caseid", pl.Int64, "key"), *(_column(name) for name in FIELDS)),
)

LAYOUT = "Excel 97 workbook whose first sheet has the 66 columns of TIES 4.1, from caseid on"


def recognise(path: Path, head: bytes) -> bool:
    """Whether this is an Excel 97 workbook with a sheet named after TIES."""
    return head.startswith(b"\xd0\xcf\x11\xe0") and b"TIESv4" in head


def parse(path: Path) -> pl.LazyFrame:
    """Every case; states by Correlates of War number, 1000 for the European institutions.

    A case without an end was ongoing at the date in `ongoingasof...`; an empty cell is not
    coded, never zero.
    """
    sheet = read_sheet(path)
    header = [str(cell) for cell in sheet.row(0)] if sheet.height else []
    require_columns(path, header, TABLE.names)
    with readable(path, LAYOUT):
        named = sheet.slice(1).rename(dict(zip(sheet.columns, header, strict=True)))
    return finish(named, TABLE)


TIES = Connector("ties", ORIGIN, TABLE, recognise, parse, LAYOUT)
