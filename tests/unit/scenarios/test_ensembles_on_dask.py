"""The same ensemble on Dask: the same files, on the loopback alone, and no word of a dashboard."""

import os
import signal
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests.fixtures import ensembles as toy

from steelyard.scenarios.ensembles import cluster, worker
from steelyard.scenarios.ensembles.cluster import Cluster, connected, need_workers
from steelyard.scenarios.ensembles.running import run
from steelyard.vocabulary.errors import InputError, LawError, SteelyardError

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
psutil = pytest.importorskip("psutil")

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def client():
    """A cluster of two workers, made once."""
    with cluster.local(2) as made, distributed.Client(made, set_as_default=False) as client:
        yield client


def contents(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.parquet"))}


def test_a_cluster_writes_the_same_files(client, tmp_path):
    run(toy.plan(), tmp_path / "here")
    found = run(toy.plan(), tmp_path / "cluster", Cluster(client.scheduler.address))
    assert contents(found.folder) == contents(tmp_path / "here")
    assert found.made == 14


def test_a_local_cluster_listens_on_the_loopback_alone(client):
    assert client.scheduler.address.startswith("tcp://127.0.0.1:")
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [
        each.laddr.ip for process in family for each in process.net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    ]  # fmt: skip
    assert len(listening) >= 3  # the scheduler and two workers
    assert set(listening) == {"127.0.0.1"}
    port = client.scheduler_info()["services"]["dashboard"]  # open in any case, but without pages
    for page in ("", "status", "info/main/workers.html", "json/counts.json", "metrics"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10)


def test_a_worker_that_is_killed_from_outside_changes_nothing(client, tmp_path):
    run(toy.plan(draws=3000), tmp_path / "here")
    pids = list(client.run(os.getpid).values())
    steps = []

    def kill(step, done):
        steps.append(step)
        if len(steps) == 5:
            os.kill(pids[0], signal.SIGKILL)

    found = run(toy.plan(draws=3000), tmp_path / "cluster", Cluster(client.scheduler.address),
                kill)  # fmt: skip
    assert contents(found.folder) == contents(tmp_path / "here")


def test_a_refusal_of_a_worker_reaches_the_user(client, tmp_path):
    with pytest.raises(InputError, match="Did you mean y"):
        run(toy.plan(refuses=True), tmp_path, Cluster(client.scheduler.address))


def test_workers_with_other_code_are_refused(client, monkeypatch):
    monkeypatch.setattr(cluster, "code_digest", lambda: "of yesterday")
    with pytest.raises(LawError, match="other code at tcp://127"):
        need_workers(client, "here")


def test_a_scheduler_without_workers_or_none_at_all_is_told_of(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with (
        pytest.raises(InputError, match="no scheduler") as caught,
        connected(Cluster("tcp://127.0.0.1:9")),
    ):
        pass
    assert "dask scheduler --host 127.0.0.1" in caught.value.remedy
    with (
        cluster.local(0) as made,
        distributed.Client(made, set_as_default=False) as client,
        pytest.raises(SteelyardError, match="no worker"),
    ):
        need_workers(client, "here")


def test_without_dask_the_way_to_install_it_is_said():
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from steelyard.scenarios.ensembles.cluster import library\n"
        "try:\n    library()\nexcept Exception as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'steelyard[cluster]'" in done.stdout


def test_a_worker_ends_when_its_parent_does():
    code = (
        "import subprocess, sys, time\n"
        "inner = 'from steelyard.scenarios.ensembles.worker import alone; import time;'\n"
        "inner += 'alone(); print(1, flush=True); time.sleep(60)'\n"
        "child = subprocess.Popen([sys.executable, '-c', inner], stdout=subprocess.PIPE)\n"
        "child.stdout.readline(); print(child.pid, flush=True)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    process = int(done.stdout)
    for _ in range(100):
        if not psutil.pid_exists(process) or psutil.Process(process).status() == "zombie":
            return
        time.sleep(0.1)
    pytest.fail("it still runs")


def test_a_worker_takes_one_thread_and_leaves_ctrl_c_to_its_parent(monkeypatch):
    handled, begun = [], []
    monkeypatch.setattr(signal, "signal", lambda *told: handled.append(told))
    monkeypatch.setattr(threading.Thread, "start", lambda self: begun.append(self))
    for name in worker.THREADS:
        monkeypatch.setenv(name, "7")
    worker.alone()
    assert {os.environ[name] for name in worker.THREADS} == {"1"}
    assert handled == [(signal.SIGINT, signal.SIG_IGN)]
    assert begun
