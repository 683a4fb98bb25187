"""Models as files in XMILE, which other programs open: Stella, PySD, Simlin."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.system.expressions import Call, render, table_of
from steelyard.system.lookups import apart, is_lookup
from steelyard.system.model import Kind, Model, Variable
from steelyard.vocabulary.errors import BadModel

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAGS = {
    Kind.STOCK: "stock",
    Kind.FLOW: "flow",
    Kind.AUXILIARY: "aux",
    Kind.CONSTANT: "aux",
    Kind.SERIES: "aux",
}


def write_file(model: Model, path: Path) -> None:
    """Write a model in XMILE, whole or not at all.

    Parameters
    ----------
    model : Model
    path : Path
        Such as ``system.stmx``; what stands there is replaced.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(write_text(model), encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(model: Model) -> str:
    """The model in XMILE.

    Equations are written with every bracket. A series becomes a continuous table of the time, and
    ``tanh``, which the format lacks, is written out. A table within an equation becomes an
    auxiliary of its own.

    Raises
    ------
    BadModel
        If a name, a unit or a note holds a character that XML has no place for.

    References
    ----------
    OASIS (2015). XML Interchange Language for System Dynamics (XMILE) 1.0.

    Examples
    --------
    >>> from steelyard.system.model import Span, stock
    >>> text = write_text(Model("water", (stock("lake", "m3", 5),), Span(0, 9)))
    >>> '<stock name="lake">' in text
    True
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("xmile", {"version": "1.0", "xmlns": SPACE})
    header = SubElement(root, "header")
    _add(header, "name", model.name)
    _add(header, "vendor", "Steelyard")
    SubElement(header, "product", {"version": "1.0", "lang": "en"}).text = "Steelyard"
    specs = SubElement(root, "sim_specs", {"method": "Euler", "time_units": model.time_unit})
    for tag, number in (
        ("start", model.span.start),
        ("stop", model.span.stop),
        ("dt", model.span.dt),
    ):
        _add(specs, tag, _shown(number))
    held = SubElement(SubElement(root, "model"), "variables")
    for each in apart(model).variables:
        _write(held, each)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add(node: Element, tag: str, text: str) -> None:
    """A node below with a text."""
    from xml.etree.ElementTree import SubElement

    if UNWRITTEN.search(text):
        raise BadModel(
            where=f"{tag} of {node.get('name') or 'the model'}",
            found=f"{text!r}.",
            expected="text without control characters",
            remedy="Take them out.",
        )
    SubElement(node, tag).text = text


def _shown(number: float) -> str:
    """A number, all digits of it."""
    return repr(float(number)).removesuffix(".0")


def _write(held: Element, each: Variable) -> None:
    """One variable."""
    from xml.etree.ElementTree import SubElement

    node = SubElement(held, TAGS[each.kind], {"name": each.name})
    if each.note:
        _add(node, "doc", each.note)
    tree = each.initial if each.kind is Kind.STOCK else each.equation
    table = isinstance(tree, Call) and is_lookup(tree)
    over = tree.arguments[0] if isinstance(tree, Call) and table else tree
    _add(node, "eqn", "TIME" if over is None else render(over))
    if each.kind is Kind.SERIES:
        _graph(node, each.times, each.values)
    elif isinstance(tree, Call) and table:
        _graph(node, *table_of(tree))
    for side, flows in (("inflow", each.inflows), ("outflow", each.outflows)):
        for name in flows:
            _add(node, side, name)
    if each.non_negative:
        SubElement(node, "non_negative")
    if each.unit is not None:
        _add(node, "units", each.unit)


def _graph(node: Element, at: Iterable[float], values: Iterable[float]) -> None:
    """A table, linear between its points and level outside."""
    from xml.etree.ElementTree import SubElement

    table = SubElement(node, "gf", {"type": "continuous"})
    _add(table, "xpts", ",".join(map(_shown, at)))
    _add(table, "ypts", ",".join(map(_shown, values)))
