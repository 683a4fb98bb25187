"""The few SVG elements that our drawings are made of, with all text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as _escape

from steelyard.report.theme import FONT, HEX
from steelyard.report.words import tight

# Letters that XML cannot hold, escaped or not: one of them would spoil a whole file.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW_LETTERS = set("iljtfrI.,:;|'!()[] −-")
_WIDE_LETTERS = set("mwMW%@")


def escape(content: str) -> str:
    """Text made safe for XML and HTML."""
    return _escape(_FORBIDDEN.sub("", content))


def text_width(content: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of letters in pixels: an estimate on the safe side for common faces."""
    units = sum(
        0.33
        if letter in _NARROW_LETTERS
        else 0.90
        if letter in _WIDE_LETTERS
        else 0.68
        if letter.isupper()
        else 0.58
        for letter in content
    )
    return units * size * (1.09 if bold else 1.0)


def wrap(content: str, width: float, size: float, *, most: int = 99) -> list[str]:
    """Lines of at most this width; the last of `most` lines ends with an ellipsis if cut."""
    lines: list[str] = []
    for word in tight(content).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        return [*lines[: most - 1], lines[most - 1].rstrip(",.;:") + " …"]
    return lines


def num(value: float) -> str:
    """A coordinate with one decimal at most, for small files and equal bytes everywhere."""
    rounded = round(value, 1)
    return f"{rounded:g}" if rounded else "0"


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: float = 12,
    tone: str = "ink-soft",
    anchor: str = "start",
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line of letters; `halo` keeps it legible on top of lines."""
    weight = ' font-weight="600"' if bold else ""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    edge = (
        f' stroke="{HEX["surface"]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{size:g}" fill="{HEX[tone]}"'
        f"{weight}{anchored}{edge}>{escape(content)}</text>"
    )


def lines_of_text(
    x: float, y: float, content: Iterable[str], *, leading: float = 1.3, size: float = 12, **style
) -> str:
    """Several lines below each other, the first on `y`."""
    return "".join(
        text(x, y + index * size * leading, line, size=size, **style)
        for index, line in enumerate(content)
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, tone: str, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}"'
        f' stroke="{HEX[tone]}" stroke-width="{width:g}"{dashed}/>'
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str, round_: float = 0) -> str:
    """A rectangle; `fill` is a tone or a reference such as ``url(#id)``."""
    corner = f' rx="{round_:g}"' if round_ else ""
    return (
        f'<rect x="{num(x)}" y="{num(y)}" width="{num(max(width, 0))}" height="{num(height)}"'
        f' fill="{HEX.get(fill, fill)}"{corner}/>'
    )


def circle(x: float, y: float, radius: float, *, tone: str, hollow: bool = False) -> str:
    """A dot with a thin edge of the surface colour, or a ring."""
    fill, edge = (HEX["surface"], HEX[tone]) if hollow else (HEX[tone], HEX["surface"])
    return (
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{radius:g}" fill="{fill}"'
        f' stroke="{edge}" stroke-width="1.5"/>'
    )


def pointer(x: float, y: float, content: str, *, size: float, tone: str, left: bool) -> str:
    """Bold letters with a drawn arrowhead on their outer side: `x` is that side's edge.

    Arrow letters are missing from many faces, and would drag the whole line into another one.
    """
    sign = 1 if left else -1
    half, middle = size * 0.32, y - size * 0.36
    tip = f"{num(x)},{num(middle)}"
    back = f"{num(x + sign * size * 0.62)}"
    head = (
        f'<polygon points="{tip} {back},{num(middle - half)} {back},{num(middle + half)}"'
        f' fill="{HEX[tone]}"/>'
    )
    anchor = "start" if left else "end"
    start = x + sign * size * 0.95
    return head + text(start, y, content, size=size, tone=tone, anchor=anchor, bold=True)


def document(width: float, height: float, body: str, *, title: str = "", desc: str = "") -> str:
    """A complete SVG file on the surface colour."""
    named = (f"<title>{escape(title)}</title>" if title else "") + (
        f"<desc>{escape(desc)}</desc>" if desc else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(width)}" height="{num(height)}"'
        f' viewBox="0 0 {num(width)} {num(height)}" font-family="{FONT}" role="img">{named}'
        f"{rect(0, 0, width, height, fill='surface')}{body}</svg>\n"
    )


def inline(
    width: float, height: float, body: str, *, id_: str, title: str, desc: str, class_: str
) -> str:
    """An SVG to stand inside a page, named for screen readers and without its own background."""
    return (
        f'<svg class="{class_}" viewBox="0 0 {num(width)} {num(height)}" width="{num(width)}"'
        f' height="{num(height)}" role="img" aria-labelledby="{id_}-t {id_}-d">'
        f'<title id="{id_}-t">{escape(title)}</title><desc id="{id_}-d">{escape(desc)}</desc>'
        f"{body}</svg>"
    )
