"""Turn SVG files into PNG files: one path per line on standard input, as JSON.

Run as a file by `pictures`, in a process of its own; it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import vl_convert

SCALE = 2


def convert(drawing: Path) -> None:
    """Write the PNG beside the SVG."""
    pixels = vl_convert.svg_to_png(drawing.read_text(encoding="utf-8"), scale=SCALE)
    drawing.with_suffix(".png").write_bytes(pixels)


def main() -> None:
    """Convert until standard input ends."""
    for line in sys.stdin:
        convert(Path(json.loads(line)))


if __name__ == "__main__":
    main()
