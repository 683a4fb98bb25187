"""From a TOML file to a scenario: every fault named by line or key, with the way out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from steelyard.scenarios.amounts import Amount
from steelyard.scenarios.schema import Scenario
from steelyard.vocabulary.errors import BadRows, UnreadableFile

Kind = TypeVar("Kind", bound=BaseModel)
FORMAT = 1
LARGEST_FILE = 100_000  # bytes; a scenario is a page, not a table
GUIDE = "See `steelyard simulate --show china-cuts-technology` for a file that works."
MOST = 6  # faults in one message
PLAIN = {  # kinds of faults whose own words speak of the program
    "string_pattern_mismatch": "letters, digits and hyphens, at most 60",
    "string_too_short": "some text",
    "too_short": 'at least one, such as ["RUS"]',
    "tuple_type": 'a list, such as ["RUS"]',
    "string_type": 'text in quotation marks, such as "RUS"',
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "model_type": "a number, or a range such as { low = 0.5, high = 1.0 }",
    "date_type": "a day such as 2022-02-24, without quotation marks",
}


def read_file(path: Path) -> Scenario:
    """The scenario of a file.

    Raises
    ------
    UnreadableFile
        If the file is absent, too large, no text or no TOML.
    BadRows
        If a key is unknown or missing, or a value is out of its range.
    """
    return read_text(text_in(path), str(path))


def text_in(path: Path) -> str:
    """The text of a scenario file, of any kind.

    Raises
    ------
    UnreadableFile
        If the file is absent, too large or no text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValueError(f"more than {LARGEST_FILE:,} bytes")
        return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            where=str(path),
            found=f"no text that can be read ({error}).",
            expected=f"a scenario in TOML, UTF-8, at most {LARGEST_FILE:,} bytes",
            remedy=f"Name another file, or one of `steelyard simulate --list`. {GUIDE}",
        ) from error


def read_text(text: str, where: str = "scenario") -> Scenario:
    """The scenario of a text in TOML.

    Raises
    ------
    UnreadableFile
        If the text is no TOML; the message names line and column.
    BadRows
        If a key is unknown or missing, or a value is out of its range.

    Examples
    --------
    >>> made = read_text('''
    ... format = 1
    ... name = "test"
    ... title = "A stops selling cars to B"
    ... question = "What would it cost if China sold Russia no vehicles?"
    ... [[cut]]
    ... sellers = ["CHN"]
    ... buyers = ["RUS"]
    ... sectors = ["vehicles"]
    ... ''')
    >>> made.cut[0].share.point
    1.0
    """
    return parsed(text, where, Scenario, GUIDE)


def parsed(text: str, where: str, model: type[Kind], guide: str) -> Kind:
    """A scenario of one kind from a text in TOML; `guide` says where to see a good one.

    Raises
    ------
    UnreadableFile, BadRows
        As `read_text`.
    """
    content = content_of(text, where, guide)
    _refuse_format(content.pop("format", None), where, text, guide)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _fault(error, where, text, model, guide) from error


def content_of(text: str, where: str, guide: str = GUIDE) -> dict[str, Any]:
    """What a text in TOML holds.

    Raises
    ------
    UnreadableFile
        If the text is no TOML; the message names line and column.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFile(
            where=where,
            found=f"no TOML: {error}.",
            expected="lines such as `share = 1.0` below a heading such as `[[cut]]`",
            remedy=f"Correct that line. {guide}",
        ) from error


def _refuse_format(found: object, where: str, text: str, guide: str) -> None:
    """Raise unless the file says that it is of the format read here."""
    if found is FORMAT or (isinstance(found, int) and found == FORMAT and found is not True):
        return
    raise BadRows(
        where=place_of(where, text, ("format",)),
        found=f"format is {found!r}." if found is not None else "no `format`.",
        expected=f"`format = {FORMAT}`",
        remedy=f"Write `format = {FORMAT}` in the first line. {guide}",
    )


def _fault(
    error: ValidationError, where: str, text: str, model: type[BaseModel], guide: str
) -> BadRows:
    """All faults as one message; the first one gives the line."""
    faults = error.errors(include_url=False)
    found = list(dict.fromkeys(_one(fault) for fault in faults[:MOST]))
    if len(faults) > MOST:
        found.append(f"and {len(faults) - MOST} more")
    return BadRows(
        where=place_of(where, text, faults[0]["loc"]),
        found="; ".join(found) + ".",
        expected=_expected(faults[0], model),
        remedy=f"Correct these keys. {guide}",
    )


def _one(fault: Any) -> str:
    """One fault in words."""
    key = _path(fault["loc"]) or "the file as a whole"
    if fault["type"] == "extra_forbidden":
        return f"{key} is no key of a scenario"
    if fault["type"] == "missing":
        return f"{key} is missing"
    value = repr(fault["input"])
    shown = value if len(value) <= 60 else value[:57] + "..."
    return f"{key} = {shown}" if fault["loc"] else "what is there does not make a scenario"


def _expected(fault: Any, model: type[BaseModel]) -> str:
    """What would have been accepted in place of the first fault."""
    if fault["type"] in ("extra_forbidden", "missing"):
        inside = _model_at(model, fault["loc"][:-1])
        return "the keys " + ", ".join(inside.model_fields)
    said = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    if fault["loc"][:1] == ("horizon",):
        return "short, long, or years from 0 to 100"
    if fault["type"] == "model_type":
        part = _model_at(model, fault["loc"])
        if part is not Amount and len(fault["loc"]) > 2:
            return f"a number, or a range with the keys {', '.join(part.model_fields)}"
        if part is not Amount:
            return f"keys below a heading, such as [{fault['loc'][0]}]"
    return PLAIN.get(fault["type"]) or said


def _model_at(model: type[BaseModel], location: tuple[Any, ...]) -> type[BaseModel]:
    """The part of the schema at a place."""
    for key in location:
        field = model.model_fields.get(key) if isinstance(key, str) else None
        if field is not None:
            model = _part_of(field.annotation) or model
    return model


def _part_of(annotation: Any) -> type[BaseModel] | None:
    """The part that an annotation speaks of, through tuples and options."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_part_of(each) for each in getattr(annotation, "__args__", ()))
    return next((each for each in inner if each is not None), None)


def _path(location: tuple[Any, ...]) -> str:
    """A place in words: ``cut 2, share``."""
    words: list[str] = []
    for key in location:
        if isinstance(key, int) and words:
            words[-1] += f" {key + 1}"
        elif isinstance(key, str) and key.isidentifier():  # else a choice of types, not a key
            words.append(key)
    return ", ".join(words)


def place_of(where: str, text: str, location: tuple[Any, ...]) -> str:
    """File and line of a key; the heading above it where the key itself is missing."""
    line = _line_of(text, location)
    return where if line is None else f"{where}, line {line}"


def _line_of(text: str, location: tuple[Any, ...]) -> int | None:
    """Number of the line on which a key stands, by headings and order."""
    keys = [key for key in location if isinstance(key, str)]
    index = next((key for key in location if isinstance(key, int)), 0)
    if not keys:
        return None
    heading, seen, inside, above = keys[0], -1, len(keys) == 1, None
    for number, line in enumerate(text.splitlines(), 1):
        named = re.match(r"\s*\[{1,2}\s*([A-Za-z_]+)\s*\]{1,2}", line)
        if named:
            seen += named.group(1) == heading
            inside = named.group(1) == heading and seen == index
            above = number if inside else above
            if inside and len(keys) == 1:
                return number
        elif inside and re.match(rf"\s*{re.escape(keys[-1])}\s*=", line):
            return number
        elif len(keys) > 1 and re.match(rf"\s*{re.escape(heading)}\s*=", line):
            above = above or number
    return above
