"""Pixel pictures of the figures, made in a second process while the first one draws on.

Setting letters in pixels is the slowest part of a report. A process of its own uses the second
core, and it sees no fonts but those that the converter brings along: that is four times quicker
than searching the system's, and gives the same pixels on every machine. Where no second process
can run, the pictures are made in this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from steelyard.report import raster

PATIENCE = 120  # seconds after which a silent helper is given up
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    "<fontconfig><dir>{folder}</dir></fontconfig>"
)


class Pictures:
    """A context in which drawings are handed over with `add` and awaited with `finish`."""

    def __init__(self) -> None:
        self._drawings: list[Path] = []
        self._helper: subprocess.Popen[str] | None = None
        self._fonts: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Pictures:
        """Start the helper; without one everything still works."""
        try:
            self._fonts = tempfile.TemporaryDirectory(prefix="steelyard-fonts-")
            self._helper = _start(Path(self._fonts.name))
        except OSError:
            self._helper = None
        return self

    def add(self, drawing: Path) -> None:
        """Hand over an SVG file that is complete on disk."""
        self._drawings.append(drawing)
        if self._helper and self._helper.stdin:
            try:
                self._helper.stdin.write(json.dumps(str(drawing)) + "\n")
                self._helper.stdin.flush()
            except OSError:
                self._stop()

    def finish(self) -> None:
        """Wait for the helper, then make what it has left out."""
        done = self._helper is not None and _ended_well(self._helper)
        for drawing in self._drawings:
            if not (done and drawing.with_suffix(".png").is_file()):
                raster.convert(drawing)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no process and no folder behind."""
        self._stop()
        if self._fonts:
            self._fonts.cleanup()

    def _stop(self) -> None:
        helper, self._helper = self._helper, None
        if helper:
            helper.kill()
            helper.communicate()


def _start(folder: Path) -> subprocess.Popen[str]:
    """The helper, in an environment whose only font folder is empty."""
    settings = folder / "fonts.conf"
    settings.write_text(_NO_FONTS.format(folder=folder), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-I", raster.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "FONTCONFIG_FILE": str(settings)},
    )


def _ended_well(helper: subprocess.Popen[str]) -> bool:
    try:
        helper.communicate(timeout=PATIENCE)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return helper.returncode == 0
