"""Every connector, and which of them a file belongs to.

The topics are listed here by hand: what the package can read is a decision, not what happens to
lie in a folder. Their modules are imported on first use, so that `steelyard --help` stays fast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path

from steelyard.sources.connector import Connector
from steelyard.sources.faults import unreadable
from steelyard.sources.reading import first_record, head_text, read_head
from steelyard.vocabulary.errors import UnknownName, WrongProduct, shorten

TOPICS = (
    "trade",
    "production",
    "elasticities",
    "macro",
    "energy",
    "finance",
    "technology",
    "capability",
    "arms",
    "votes",
    "security",
    "events",
    "opinion",
    "diplomacy",
    "regimes",
    "migration",
    "maps",
    "facts",
)

# First bytes of the binary formats that some product comes in.
_FORMATS = (
    b"PK\x03\x04",  # .xlsx
    b"\xd0\xcf\x11\xe0",  # .xls
    b"<stata_dta>",
    b"RDX",
    b"BZh",  # R data, compressed
    b"\xfd7zXZ\x00",
)


@cache
def connectors() -> tuple[Connector, ...]:
    """Every connector, topic by topic; names are unique."""
    found: list[Connector] = []
    for topic in TOPICS:
        found.extend(import_module(f"steelyard.sources.{topic}").CONNECTORS)
    return tuple(found)


def get(name: str) -> Connector:
    """Connector of this name.

    Raises
    ------
    UnknownName
        No product has this name; the nearest ones are named.
    """
    by_name = {connector.name: connector for connector in connectors()}
    if name not in by_name:
        nearest = get_close_matches(name, by_name, n=3, cutoff=0.4)
        raise UnknownName(where="product", kind="product", name=name, nearest=nearest)
    return by_name[name]


def identify(path: Path) -> Connector:
    """Recognise the one product that a file is of, by its layout.

    Raises
    ------
    UnreadableFile
        The file cannot be opened, is empty, or is of no format that any product comes in.
    WrongProduct
        No connector recognises it, or more than one does.
    """
    head = read_head(path)
    if not head:
        raise unreadable(path, "is empty", "a file as its publisher offers it")
    known = [connector for connector in connectors() if connector.recognise(path, head)]
    if len(known) == 1:
        return known[0]
    if known:
        raise _ambiguous(path, known)
    if _is_rubbish(head):
        raise unreadable(path, "is neither text nor a known binary format", "CSV, Excel, Stata, R")
    raise _unknown(path, head)


def _is_rubbish(head: bytes) -> bool:
    """Whether the bytes are binary, of a format that no product comes in."""
    if head.startswith(_FORMATS):
        return False
    text = head_text(head)  # empty if it is gzip and does not unpack
    utf_16 = head.count(b"\x00") * 3 > len(head) and b"\r\x00\n\x00" in head
    return not text.strip() or ("\x00" in text and not utf_16)


def _ambiguous(path: Path, known: Sequence[Connector]) -> WrongProduct:
    """Error for a file that several connectors take for theirs."""
    return WrongProduct(
        where=path.name,
        found=f"has the layout of {', '.join(connector.name for connector in known)}",
        expected="the layout of one product",
        remedy="Name the product that it is.",
    )


def _unknown(path: Path, head: bytes) -> WrongProduct:
    """Error for a file of no known product, with the products nearest to it."""
    header = first_record(head)
    nearest = _nearest(head)
    hints = "; ".join(f"{connector.name}: {connector.layout}" for connector in nearest)
    return WrongProduct(
        where=path.name,
        found=f"first line is {shorten([name[:40] for name in header])}" if header else "no header",
        expected=hints or f"one of {len(connectors())} known products",
        remedy="Take the file as its publisher offers it, unchanged, or name its product.",
    )


def _nearest(head: bytes, most: int = 3) -> list[Connector]:
    """Products whose layout, put into words, names most columns of the file's first line."""
    names = max((first_record(head, separator=each) for each in ",;\t"), key=len)
    shared = {
        connector.name: len(set(names) & set(re.findall(r"[\w:]+", connector.layout)))
        for connector in connectors()
    }
    ranked = sorted(connectors(), key=lambda connector: -shared[connector.name])
    return [connector for connector in ranked[:most] if shared[connector.name] > 1]
