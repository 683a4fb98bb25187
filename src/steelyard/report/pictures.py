"""Pixel pictures of the figures, made in processes of their own while the first one draws on.

Setting letters in pixels is the slowest part of a report. Processes of their own use all cores,
and they see no fonts but those that the converter brings along: that is four times quicker than
searching the system's, and gives the same pixels on every machine. Where no other process can
run, the pictures are made in this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from steelyard.report import raster

PATIENCE = 120  # seconds after which a silent helper is given up
MOST = 4  # helpers; more start later than they would be done
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    "<fontconfig><dir>{folder}</dir></fontconfig>"
)


class Pictures:
    """A context in which drawings are handed over with `add` and awaited with `finish`."""

    def __init__(self) -> None:
        self._drawings: list[Path] = []
        self._helpers: list[subprocess.Popen[str]] = []
        self._fonts: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Pictures:
        """Start the helpers; without them everything still works."""
        with suppress(OSError):
            self._fonts = tempfile.TemporaryDirectory(prefix="steelyard-fonts-")
            for _ in range(max(1, min(MOST, os.cpu_count() or 1))):
                self._helpers.append(_start(Path(self._fonts.name)))
        return self

    def add(self, drawing: Path) -> None:
        """Hand over an SVG file that is complete on disk, to each helper in turn."""
        self._drawings.append(drawing)
        if not self._helpers:
            return
        helper = self._helpers[len(self._drawings) % len(self._helpers)]
        if helper.stdin:
            try:
                helper.stdin.write(json.dumps(str(drawing)) + "\n")
                helper.stdin.flush()
            except OSError:
                self._helpers.remove(helper)
                _stopped(helper)

    def finish(self) -> None:
        """Wait for the helpers, then make what they have left out."""
        for helper in self._helpers:
            if helper.stdin:  # all at once: they share the cores
                with suppress(OSError):
                    helper.stdin.close()
        done = [_ended_well(helper) for helper in self._helpers]
        for drawing in self._drawings:
            if not (all(done) and drawing.with_suffix(".png").is_file()):
                raster.convert(drawing)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no process and no folder behind."""
        for helper in self._helpers:
            _stopped(helper)
        if self._fonts:
            self._fonts.cleanup()


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


def _stopped(helper: subprocess.Popen[str]) -> None:
    """End a helper at once and wait until it is gone."""
    helper.kill()
    if helper.stdin:
        with suppress(OSError):
            helper.stdin.close()
    helper.wait()


def _ended_well(helper: subprocess.Popen[str]) -> bool:
    try:
        return helper.wait(timeout=PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return False
