"""Models from files in XMILE, as Stella, Simlin and others write them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.system.expressions import TIME, Call, Expression, Name, Number, names
from steelyard.system.lookups import table as lookup
from steelyard.system.model import Kind, Model, Span, Variable
from steelyard.system.parse import canonical, parse
from steelyard.vocabulary.errors import BadModel, UnreadableFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_FILE = 10_000_000  # bytes
ANY = "{*}"  # whatever namespace: versions of the format differ in it
TAGS = {"stock": Kind.STOCK, "flow": Kind.FLOW, "aux": Kind.AUXILIARY}


def read_file(path: Path) -> Model:
    """The model of a file in XMILE.

    Raises
    ------
    UnreadableFile
        If the file is absent, too large or no XML, or declares entities of its own.
    BadModel
        If it holds what is not read here, such as arrays, modules or another method than Euler,
        or does not make a model.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _unreadable(str(path), str(error)) from error
    return read_text(content, str(path))


def read_text(content: str | bytes, where: str = "model") -> Model:
    """The model of a text in XMILE.

    Units may be absent. An auxiliary of one number is read as a constant, a table over time as a
    series, one over anything else as a `lookup`; a flow that may not be negative has the larger
    of 0 and its equation. Pictures (views) are left out; everything else that is not read is
    refused.

    Raises
    ------
    UnreadableFile
        If the text is too large or no XML, or declares entities of its own.
    BadModel
        If it holds what is not read here, or does not make a model.

    References
    ----------
    OASIS (2015). XML Interchange Language for System Dynamics (XMILE) 1.0.

    Examples
    --------
    >>> read_text('''<xmile><sim_specs><start>0</start><stop>9</stop></sim_specs>
    ...   <model><variables><stock name="Lake"><eqn>5</eqn></stock></variables></model></xmile>
    ... ''')["lake"].kind
    <Kind.STOCK: 'stock'>
    """
    root = _root(content, where)
    models = root.findall(f"{ANY}model")
    if len(models) != 1 or root.find(f".//{ANY}module") is not None:
        raise _not_read(where, f"{len(models)} models, or modules in one", "one model, no modules")
    if root.find(f".//{ANY}dimensions") is not None or root.find(f".//{ANY}macro") is not None:
        raise _not_read(where, "arrays or macros", "variables of one number each")
    held = models[0].find(f"{ANY}variables")
    floors = _floors(root)
    found = tuple(_variable(each, floors, where) for each in (() if held is None else held))
    specs = root.find(f"{ANY}sim_specs")
    if specs is None:
        raise _not_read(where, "no span (sim_specs)", "a start, a stop and a step")
    name = _text(root, "header/name") or _text(root, "header/product") or Path(where).stem
    unit = specs.get("time_units") or _text(specs, "time_units") or "year"
    return Model(name, found, _span(specs, where), unit.lower(), needs_units=False)


def _root(content: str | bytes, where: str) -> Element:
    """The parsed text, without following any declaration of entities or outside files."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(content) > LARGEST_FILE:
        raise _unreadable(where, f"more than {LARGEST_FILE:,} bytes")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _unreadable(where, f"a declaration of types or entities ({error})") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _unreadable(where, f"no XML: {error}") from error
    if _tag(root) != "xmile":
        raise _unreadable(where, f"XML that begins with {_tag(root)!r}")
    return root


def _unreadable(where: str, found: str) -> UnreadableFile:
    """The error for what is no XMILE at all."""
    return UnreadableFile(
        where=where,
        found=f"{found}.",
        expected=f"a model in XMILE of at most {LARGEST_FILE:,} bytes, without a DOCTYPE",
        remedy="Export the model again as XMILE (.stmx, .xmile), without declarations.",
    )


def _not_read(where: str, found: str, expected: str) -> BadModel:
    """The error for XMILE that is valid but not read here."""
    return BadModel(
        where=where,
        found=f"{found}.",
        expected=expected,
        remedy="Write that part of the model with stocks, flows and auxiliaries.",
    )


def _tag(node: Element) -> str:
    """Name of a node without its namespace."""
    return str(node.tag).rpartition("}")[2]


def _text(node: Element, path: str) -> str:
    """What stands in a node below, or nothing."""
    below = node.find("/".join(ANY + part for part in path.split("/")))
    return (below.text or "").strip() if below is not None else ""


def _number(node: Element, path: str, where: str, default: float | None = None) -> float:
    """A number in a node below; a step may be told by its reciprocal."""
    text = _text(node, path)
    try:
        return float(text) if text or default is None else default
    except ValueError:
        raise _not_read(where, f"{path} is {text!r}", "a number") from None


def _span(specs: Element, where: str) -> Span:
    """From when to when, and by which step."""
    method = (specs.get("method") or "euler").lower()
    if method != "euler":
        raise _not_read(where, f"the method {method!r}", "euler")
    step = _number(specs, "dt", where, default=1.0)
    below = specs.find(f"{ANY}dt")
    if below is not None and (below.get("reciprocal") or "").lower() == "true":
        if step == 0:
            raise _not_read(where, "a step of 1/0", "a number above 0")
        step = 1 / step
    return Span(_number(specs, "start", where), _number(specs, "stop", where), step)


def _floors(root: Element) -> frozenset[str]:
    """Kinds of variables that may not be negative unless they say otherwise."""
    found: set[str] = set()
    for rule in (rule for node in root.findall(f".//{ANY}behavior") for rule in node):
        if _tag(rule) == "non_negative":
            found |= {"stock", "flow"}
        elif rule.find(f"{ANY}non_negative") is not None:
            found.add(_tag(rule))
    return frozenset(found)


def _variable(node: Element, floors: frozenset[str], where: str) -> Variable:
    """One variable of a file."""
    tag, name = _tag(node), canonical(node.get("name") or "")
    if tag not in TAGS:
        raise _not_read(where, f"{tag} {name!r}", f"one of {', '.join(TAGS)}")
    beyond = {"dimensions", "element", "conveyor", "queue"} & {_tag(each) for each in node}
    if beyond:
        raise _not_read(where, f"{name}: {', '.join(sorted(beyond))}", "a variable of one number")
    text, unit, note = (_text(node, part) for part in ("eqn", "units", "doc"))
    told = node.find(f"{ANY}non_negative")
    floor = tag in floors if told is None else (told.text or "").strip().lower() != "false"
    tree = parse(text, f"{where}, equation of {name}")
    table = node.find(f"{ANY}gf")
    if table is not None:
        floored = floor and tag == "flow"
        return _table(node, table, tree, name, unit or None, note, where, floored=floored)
    if tag == "stock":
        inflows, outflows = (
            tuple(canonical((each.text or "").strip('" \n')) for each in node.findall(ANY + side))
            for side in ("inflow", "outflow")
        )
        return Variable(
            name, Kind.STOCK, unit or None, None, tree, inflows, outflows, floor, note=note
        )
    if tag != "stock" and floor:
        tree = Call("max", (Number(0.0), tree))
    fixed = tag == "aux" and not names(tree) and _is_plain(tree)
    return Variable(name, Kind.CONSTANT if fixed else TAGS[tag], unit or None, tree, note=note)


def _is_plain(tree: Expression) -> bool:
    """Whether an equation is one number."""
    from steelyard.system.checks import is_number

    return is_number(tree)


def _table(
    node: Element, table: Element, tree: Expression, name: str, unit: str | None, note: str,
    where: str, *, floored: bool,
) -> Variable:  # fmt: skip
    """A series over time, or a table over something else."""
    if (table.get("type") or "continuous") != "continuous" or _tag(node) == "stock":
        raise _not_read(where, f"{name}: a table in steps or of a stock", "a continuous table")
    at, values = _points(table, name, where)
    if tree == Name(TIME):
        return Variable(name, Kind.SERIES, unit, times=at, values=values, note=note)
    rising = len(at) > 1 and all(left < right for left, right in pairwise(at))
    if not rising or len(at) != len(values):
        raise _not_read(where, f"{name}: a table of {len(at)} places and {len(values)} values",
                        "two points or more, their places rising")  # fmt: skip
    read = lookup(tree, at, values)
    equation = Call("max", (Number(0.0), read)) if floored else read
    return Variable(name, TAGS[_tag(node)], unit, equation, note=note)


def _points(table: Element, name: str, where: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Places and values of a table; places may be told by their ends."""
    try:
        values = tuple(float(each) for each in _text(table, "ypts").split(","))
        if _text(table, "xpts"):
            return tuple(float(each) for each in _text(table, "xpts").split(",")), values
        scale = table.find(f"{ANY}xscale")
        first, last = (float((scale.get(k) if scale is not None else "") or "") for k in ENDS)
    except ValueError as error:
        raise _not_read(where, f"{name}: a table with {error}", "numbers with commas") from None
    steps = max(len(values) - 1, 1)
    return tuple(first + (last - first) * k / steps for k in range(len(values))), values


ENDS = ("min", "max")
