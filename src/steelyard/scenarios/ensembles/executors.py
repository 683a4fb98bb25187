"""Where chunks are made: in this process, or in processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, Protocol

from steelyard.scenarios.ensembles import worker
from steelyard.scenarios.ensembles.plan import Chunk, Plan
from steelyard.vocabulary.errors import InputError, SteelyardError

TRIES = 3  # deaths of workers in a row, none of which let a chunk be finished
AHEAD = 2  # chunks handed out for each worker: one at work, one waiting; bounds memory
PAUSE = 5.0  # seconds between two looks at whether anyone still works

Made = tuple[Chunk, bytes]
Submit = Callable[..., Future[Any]]


class Executor(Protocol):
    """Makes chunks of a plan, in any order; each once, and the same bytes wherever it is made."""

    def results(self, plan: Plan, chunks: Sequence[Chunk]) -> Iterator[Made]:
        """Chunks as they are finished."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """One chunk after the other, in this process."""

    def results(self, plan: Plan, chunks: Sequence[Chunk]) -> Iterator[Made]:
        """Chunks in their order."""
        for each in chunks:
            yield each, worker.made(plan.text, each.part, each.first, each.stop)


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Processes:
    """Fresh processes of this machine, one for each processor unless told otherwise.

    A process that dies takes its chunk with it: others are started, and the chunk is made again.
    """

    workers: int = field(default_factory=processors)

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise InputError(where="workers", found=f"{self.workers}.", expected="one or more",
                             remedy=f"This machine has {processors()} processors.")  # fmt: skip

    def results(self, plan: Plan, chunks: Sequence[Chunk]) -> Iterator[Made]:
        """Chunks as they are finished."""
        left, deaths = dict.fromkeys(chunks), 0
        while left:
            pool = ProcessPoolExecutor(
                min(self.workers, len(left)), multiprocessing.get_context("spawn"), worker.alone
            )
            try:
                for chunk, content in windowed(pool.submit, plan, tuple(left), self.workers):
                    del left[chunk]
                    deaths = 0
                    yield chunk, content
            except BrokenProcessPool as error:
                deaths += 1
                if deaths == TRIES:
                    raise died(next(iter(left)), "processes of this machine") from error
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def windowed(
    submit: Submit,
    plan: Plan,
    chunks: Sequence[Chunk],
    workers: int,
    check: Callable[[], None] = lambda: None,
) -> Iterator[Made]:
    """Hand out chunks a few at a time, and give each as it comes back.

    `check` is called whenever nothing came back for a while, and may raise.
    """
    waiting, under_way, text = list(reversed(chunks)), {}, plan.text
    while waiting or under_way:
        while waiting and len(under_way) < AHEAD * workers:
            each = waiting.pop()
            under_way[submit(worker.made, text, each.part, each.first, each.stop)] = each
        finished, _ = wait(under_way, timeout=PAUSE, return_when=FIRST_COMPLETED)
        if not finished:
            check()
        for future in finished:
            yield under_way.pop(future), future.result()


def died(chunk: Chunk, where: str) -> SteelyardError:
    """What to say when workers die again and again."""
    return SteelyardError(
        where=f"workers ({where})",
        found=f"{TRIES} died in a row, lastly over {chunk} or near.",
        expected="workers that live; finished chunks are kept",
        remedy="Most often memory ran out: ask for fewer workers, or keep fewer variables, and run "
        "the same again. A script of your own has to call this under `if __name__ == '__main__'`.",
    )
