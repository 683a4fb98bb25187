"""Run an ensemble: make the chunks that a folder lacks, wherever they are made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from steelyard.scenarios.ensembles.executors import Executor, Here
from steelyard.scenarios.ensembles.folder import opened
from steelyard.scenarios.ensembles.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Generator

    from steelyard.scenarios.ensembles.executors import Made

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Finished:
    """An ensemble on disk: chunks made now, found as they were, and found damaged and made anew."""

    folder: Path
    plan: Plan
    made: int
    found: int
    mended: int

    @property
    def files(self) -> tuple[Path, ...]:
        """Files of all chunks, in order."""
        return tuple(self.folder / each.file for each in self.plan.chunks)


def run(
    plan: Plan,
    folder: Path,
    executor: Executor | None = None,
    progress: Progress = lambda step, done: None,
) -> Finished:
    """Make what a folder lacks of an ensemble.

    A draw hangs on the plan and its number alone, so that it is the same however many chunks,
    workers and interruptions there are. Chunks are written as they come, each whole or not at
    all; the same call goes on where another stopped, with more draws too.

    Parameters
    ----------
    plan : Plan
    folder : Path
        Made where it is not there.
    executor : Here, Processes, or Cluster
        In this process if None.
    progress : function of (step, part done from 0 to 1)

    Returns
    -------
    finished : Finished

    Raises
    ------
    InputError
        If the folder holds something else, or the cluster is not there.
    StoreBusy, StoreReadOnly, StoreFull
    SteelyardError
        If workers die again and again.
    """
    with opened(plan, folder) as kept:
        chunks, mended = plan.chunks, len(kept.damaged())
        left = [each for each in chunks if not kept.has(each)]
        results = cast("Generator[Made]", (executor or Here()).results(plan, left))
        with closing(results):
            for number, (chunk, content) in enumerate(results, 1):
                if number == 1:
                    kept.need_room(content, len(left))
                kept.put(chunk, content)
                progress(f"{number} of {len(left)} chunks", number / len(left))
    return Finished(folder, plan, len(left), len(chunks) - len(left), mended)
