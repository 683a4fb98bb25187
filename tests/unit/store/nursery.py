"""A process that starts imports as processes of their own, and kills them on the way.

It reads one line of JSON for each round: a list of ``[store, file, point, seconds]``, started at
once, and answers with their exit codes. At the call number `point` of those that change what is
on the disk a process kills itself, if the call is a write in the middle of it; after `seconds`
it is killed from outside. 0 means: never. Forking spares each process the imports of Python.
"""

import json
import os
import signal
import sys
import threading
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import duckdb  # noqa: F401 (its import takes long, so it comes before the forks)

import made_up_product
from steelyard.store import Store

DURABLE = ("open", "write", "fsync", "ftruncate", "replace", "rename", "mkdir", "unlink")


def main() -> None:
    made_up_product.use(setattr, made_up_product.connector("office"))
    for line in sys.stdin:
        children = [start(*job) for job in json.loads(line)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


def start(store: str, file: str, point: int, seconds: float) -> int:
    """Number of a new process that imports one file."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        if seconds:
            threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
        if point:
            die_at(point)
        Store.open(store, create=True).import_file(file)
        code = 0
    except BaseException:  # noqa: BLE001 (a child must never return into its parent's loop)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def die_at(point: int) -> None:
    """Kill this process at the call with this number."""
    calls = 0

    def counting(name: str):
        real = getattr(os, name)

        def call(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == point:
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        return call

    for name in DURABLE:
        setattr(os, name, counting(name))


if __name__ == "__main__":
    main()
