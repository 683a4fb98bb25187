"""Words and lines that the commands of `steelyard system` share, within 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import CausalLink, Prior

WIDTH = 78
SIGNS = {1: "+", -1: "−", None: "?"}
KINDS = {1: "reinforcing", -1: "balancing", None: "unsettled"}
PRIOR = (
    "Strengths are ranges held likely before data (priors), not estimates (`steelyard system "
    "learnt`): standard deviations that the effect ends up moving for a lasting push of one."
)

folder_option = click.option(
    "--system",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder with a system of your own [Russia and China].",
)
json_option: Callable[..., Any] = click.option(
    "--json", "as_json", is_flag=True, help="All of it as JSON on stdout."
)


def asked_system(folder: Path | None) -> CausalSystem:
    """The system of a folder, or the one that ships."""
    from steelyard.system.causal import read, shipped

    return shipped() if folder is None else read(folder)


def number(value: float) -> str:
    """Two decimals; more where there would be nothing left."""
    return "0" if value == 0 else f"{value:.2f}" if value >= 0.01 else f"{value:.1g}"


def ranged(strength: Prior) -> str:
    """A strength with its range."""
    return f"{number(strength.usual)} ({number(strength.low)} to {number(strength.high)})"


def years(value: float) -> str:
    """A time in years."""
    return f"{value:.0f} y" if value >= 10 or value == round(value) else f"{value:.1f} y"


def chain(titles: Iterable[str], signs: Iterable[int | None]) -> str:
    """Titles with arrows that carry signs: ``A —+→ B —−→ C``.

    Examples
    --------
    >>> chain(["price", "sales", "stock"], [-1, -1])
    'price —−→ sales —−→ stock'
    """
    first, *others = titles
    steps = (f" —{SIGNS[sign]}→ {title}" for sign, title in zip(signs, others, strict=True))
    return first + "".join(steps)


def sources(link: CausalLink) -> str:
    """Who says so: documents and mechanisms, and whether they state or imply it."""
    told = ", ".join(link.documents)
    by = f" ({', '.join(link.mechanisms)})" if link.mechanisms else ""
    return f"{'stated' if link.stated else 'implied'} in {told}{by}"


def condition(system: CausalSystem, link: CausalLink) -> str:
    """When a link works, or how it bends; nothing for a straight one."""
    title = system[link.cause].title
    if link.switch is not None:
        side = "above" if link.switch.above else "below"
        return f"only while {system[link.switch.variable].title} is {side} {link.switch.level:g}"
    if link.form == "threshold":
        return f"only with {title} above {link.bend:g}"
    if link.form == "saturating":
        return f"levels off at {link.bend:g}"
    if link.form == "model":
        return f"bends as the model says: {link.curve.replace('_', ' ')}"
    return "each further step counts less" if link.form == "log" else ""


def wrapped(text: str, indent: str = "", later: str | None = None) -> Iterator[str]:
    """Lines of at most the width; what follows the first is set in."""
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, break_on_hyphens=False,
        subsequent_indent=indent + "  " if later is None else later,
    )  # fmt: skip
