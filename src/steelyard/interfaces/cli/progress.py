"""Progress with time left, on stderr, for work that a person would notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(title: str, *, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """Yields ``report(step, done)`` with `done` from 0 to 1.

    Nothing is drawn when stderr is not a terminal, so that logs stay clean.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda step, done: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=1.0)

        def report(step: str, done: float) -> None:
            progress.update(task, description=f"{title}: {step}", completed=done)

        yield report
