"""Chunks made by Dask: by a cluster of the user's, or by a small one of this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from steelyard.scenarios.ensembles import worker
from steelyard.scenarios.ensembles.executors import Made, died, processors, windowed
from steelyard.scenarios.ensembles.plan import Chunk, Plan, code_digest
from steelyard.vocabulary.errors import InputError, LawError, SteelyardError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
LOOPBACK = "127.0.0.1"
PATIENCE = 30.0  # seconds for a scheduler to answer and a worker to be there


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers of a Dask scheduler at an address; at ``local``, of one made for this run.

    The one made here listens on the loopback of this machine alone and has no dashboard.
    """

    address: str = LOCAL
    workers: int | None = None

    def results(self, plan: Plan, chunks: Sequence[Chunk]) -> Iterator[Made]:
        """Chunks as they are finished; Dask itself gives those of a dead worker to others."""
        distributed = library()
        with ExitStack() as stack:
            client = stack.enter_context(connected(self))
            there = need_workers(client, self.address)
            submit = client.get_executor(pure=False, retries=0).submit
            try:
                yield from windowed(
                    submit, plan, chunks, there, lambda: _need_some(client, self.address)
                )
            except distributed.KilledWorker as error:
                raise died(chunks[0], self.address) from error
            except (CancelledError, distributed.client.FutureCancelledError) as error:
                raise _no_scheduler(self.address, "it was lost while chunks were made") from error


def library() -> Any:
    """Dask's library for clusters.

    Raises
    ------
    InputError
        Where it is not installed, with how to install it.
    """
    try:
        import distributed
    except ImportError as error:
        raise InputError(
            where="--cluster", found="Dask is not installed.", expected="the extra `cluster`",
            remedy="pip install 'steelyard[cluster]', or leave --cluster out to use all processors "
            "of this machine.",
        ) from error  # fmt: skip
    return distributed


@contextmanager
def connected(of: Cluster) -> Iterator[Client]:
    """A client of the scheduler; with ``local``, of one that lives as long as this block."""
    distributed = library()
    with ExitStack() as stack:
        where: Any = of.address
        if of.address == LOCAL:
            where = stack.enter_context(local(of.workers or processors()))
        try:
            client = distributed.Client(where, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise _no_scheduler(of.address, str(error) or type(error).__name__) from error
        yield stack.enter_context(client)


@contextmanager
def local(workers: int) -> Iterator[Any]:
    """A scheduler and workers of one thread each, on the loopback, without dashboard.

    Dask opens a port for pages even without a dashboard: here it has no pages, and any free port.
    """
    distributed = library()
    from dask import config

    no_pages = {f"distributed.{each}.http.routes": [] for each in ("scheduler", "worker")}
    bare = {"dashboard": False, "dashboard_address": f"{LOOPBACK}:0"}
    with (
        config.set(no_pages),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host=LOOPBACK,
            dashboard_address=None, scheduler_kwargs=bare, silence_logs=logging.WARNING,
        ) as made,
    ):  # fmt: skip
        yield made


def need_workers(client: Client, address: str) -> int:
    """How many threads of workers there are; all have to have the code that is here (law 11).

    Raises
    ------
    SteelyardError
        Without a worker.
    LawError
        If a worker has other code, or none.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        _need_some(client, address)
    try:
        codes: Any = client.run(worker.code)
    except ImportError as error:
        raise _other_code(f"a worker without it ({error})") from error
    others = [name for name, code in codes.items() if code != code_digest()]
    if others:
        raise _other_code(f"other code at {', '.join(sorted(others)[:5])}")
    return sum(each["nthreads"] for each in client.scheduler_info(n_workers=-1)["workers"].values())


def _need_some(client: Client, address: str) -> None:
    """Refuse to wait for nobody."""
    if client.status != "running":
        raise _no_scheduler(address, "it no longer answers")
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise SteelyardError(
            where=f"cluster {address}", found="no worker.", expected="one worker or more",
            remedy=f"Start some: dask worker {address} --nthreads 1 --no-dashboard",
        )  # fmt: skip


def _no_scheduler(address: str, why: str) -> InputError:
    return InputError(
        where=f"cluster {address}", found=f"no scheduler ({why}).",
        expected="the address of a running Dask scheduler, such as tcp://127.0.0.1:8786",
        remedy="Start one: dask scheduler --host 127.0.0.1 --no-dashboard. What is made is kept.",
    )  # fmt: skip


def _other_code(found: str) -> LawError:
    return LawError(
        where="workers of the cluster", found=f"{found}.",
        expected="the version of Steelyard that is installed here, so that numbers agree (law 11)",
        remedy="Install the same version there and start the workers again.",
    )  # fmt: skip
