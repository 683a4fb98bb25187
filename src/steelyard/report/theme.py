"""Colours, letters and widths that every figure and the page share.

Figures are drawn with the light colours as plain hexadecimal values, so that exported SVG and PNG
files stand alone. In the page each value becomes a CSS variable, which makes dark mode and print
work; `STYLE_VARIABLES` is generated from the same table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour by its role: the CSS variable, the light value and the dark value."""

    name: str
    light: str
    dark: str


TONES = (
    Tone("a", "#0b6e99", "#57b4dc"),
    Tone("b", "#c8553d", "#ee8e78"),
    Tone("a-ink", "#0a6288", "#7cc6e8"),  # for letters: 4.5:1 or more on the surface
    Tone("b-ink", "#a93f29", "#f3a493"),
    Tone("a-soft", "#8dbdd2", "#2e6c88"),  # map classes between a and the middle
    Tone("b-soft", "#e6b3a6", "#8a4b3e"),
    Tone("even", "#d9d4c7", "#5d5a52"),
    Tone("loss", "#7b3f94", "#bd8fd3"),  # apart for the colour-blind, and from a and b
    Tone("loss-soft", "#c6abd2", "#6a4979"),
    Tone("gain-soft", "#abd0a6", "#41693f"),
    Tone("gain", "#2f7a3a", "#80c58a"),
    Tone("pipe", "#46536b", "#aeb9cf"),  # ways that fuel goes: dark to light, so apart in grey
    Tone("ship", "#0f8077", "#3fb8ac"),
    Tone("ship-soft", "#7fbdb5", "#2a6d66"),
    Tone("outside", "#d07c00", "#f0a63c"),
    Tone("lng", "#7d5fc4", "#a58be6"),
    Tone("void", "#efeeea", "#26282b"),  # no figure
    Tone("ink", "#1c1c1a", "#ecebe7"),
    Tone("ink-soft", "#55544f", "#b9b7b0"),
    Tone("muted", "#6b6a64", "#a3a19a"),
    Tone("line", "#8b8981", "#8f8d86"),  # the lines of other states
    Tone("axis", "#b4b2aa", "#5c5b57"),
    Tone("grid", "#e8e6e0", "#313336"),
    Tone("surface", "#fffefb", "#17181a"),
)
HEX = {tone.name: tone.light for tone in TONES}
_VARIABLE = {tone.light: f"var(--{tone.name})" for tone in TONES}

# Metric-compatible free faces stand behind the commercial names in exported files.
FONT = "'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

WIDE = 760  # a leading figure on a desk
SMALL = 352  # a small multiple, three beside each other
HALF = 544  # two figures beside each other
NARROW = 340  # any figure on a phone
FULL = 1120  # the steelyard on a desk


def as_variables(svg: str) -> str:
    """The drawing with every colour of the palette replaced by its CSS variable."""
    return re.sub(r"#[0-9a-f]{6}", lambda found: _VARIABLE.get(found[0], found[0]), svg)


def style_variables(mode: str) -> str:
    """CSS declarations of all tones, for ``light`` or ``dark``."""
    return " ".join(f"--{tone.name}: {getattr(tone, mode)};" for tone in TONES)
