"""CEPII GeoDist: distance, contiguity, language and colonial ties of all pairs.

Traps: ``.`` is a missing distance; the codes are of about 2011 (ROM for Romania, ZAR for the
Democratic Republic of the Congo, YUG, PAL, TMP); each economy is also paired with itself, at an
internal distance computed from its area, not 0.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

FLAGS = {
    "contig": "share a land border",
    "comlang_off": "share an official language",
    "comlang_ethno": "a language is spoken by 9 % or more in both",
    "colony": "were ever in a colonial link",
    "comcol": "had a common coloniser after 1945",
    "curcol": "are in a colonial link",
    "col45": "were in a colonial link after 1945",
    "smctry": "were or are the same country",
}
DISTANCES = {
    "dist": "most populated cities",
    "distcap": "capitals",
    "distw": "cities weighted by population",
    "distwces": "cities weighted by population, elasticity -1",
}
COLUMNS = ("iso_o", "iso_d", *FLAGS, *DISTANCES)

TABLE = Table(
    "geodist",
    "Distance and ties between two economies",
    (
        Column("iso_o", pl.String, "key", meaning="origin, codes of GeoDist"),
        Column("iso_d", pl.String, "key", meaning="destination, codes of GeoDist"),
        *(
            Column(name, pl.Int8, "intensive", "1", minimum=0, maximum=1, meaning=text)
            for name, text in FLAGS.items()
        ),
        *(
            Column(name, pl.Float64, "intensive", "km", minimum=0, meaning=text)
            for name, text in DISTANCES.items()
        ),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the pairs as they are."""
    return finish(read_csv(path, COLUMNS, absent=("", "."), ended=True), TABLE)


CONNECTOR = Connector(
    name="geodist",
    origin=origin(
        "geodist",
        "CEPII",
        "GeoDist: dyadic distances and ties",
        "dist_cepii, 2011",
        "Mayer, T. and Zignago, S. (2011). Notes on CEPII's distances measures: The GeoDist "
        "database. CEPII Working Paper 2011-25.",
        "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
        "Etalab Open Licence 2.0",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout=f"CSV with columns {', '.join(COLUMNS)}",
)
