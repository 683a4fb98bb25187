"""Write the exact versions of this environment that the project needs: `run`, `dev` and `bench`.

Run it in an environment that has all of them. A list of which a package is missing here is left
as it is, and the run ends with exit code 1.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

FOLDER = Path(__file__).parent
HEAD = (
    "# Exact versions that were tested together (Python 3.11). "
    "Made by `python requirements/lock.py`.\n"
)
BUILD = ("hatchling", "editables")


def main() -> int:
    """Write the three lists; later ones leave out what earlier ones have."""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    roots = {
        "run": [*project["dependencies"], *BUILD],
        "dev": extras["test"],
        "bench": extras["bench"],
    }
    known: set[str] = set()
    complete = True
    for name, wanted in roots.items():
        found, missing = closure(wanted)
        if missing:
            complete = False
            sys.stderr.write(f"{name}.txt stays as it is: {', '.join(missing)} not installed\n")
        else:
            lines = (f"{each}=={found[each]}\n" for each in sorted(found) if each not in known)
            (FOLDER / f"{name}.txt").write_text(HEAD + "".join(lines))
        known |= set(found)
    return 0 if complete else 1


def closure(roots: list[str]) -> tuple[dict[str, str], list[str]]:
    """Versions of all that these packages need, and what of it is not installed."""
    found: dict[str, str] = {}
    missing: list[str] = []
    waiting = [Requirement(each) for each in roots]
    seen: set[tuple[str, frozenset[str]]] = set()  # an extra asks for more than the plain package
    while waiting:
        wanted = waiting.pop()
        name = wanted.name.lower().replace("_", "-")
        if (name, frozenset(wanted.extras)) in seen:
            continue
        seen.add((name, frozenset(wanted.extras)))
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            missing.append(wanted.name)
            continue
        found[name] = package.version
        needs = [Requirement(each) for each in package.requires or []]
        waiting += [each for each in needs if _applies(each, wanted.extras)]
    return found, missing


def _applies(need: Requirement, extras: set[str]) -> bool:
    """Whether a requirement holds here, under the extras that were asked for."""
    marker = need.marker
    return marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras))


if __name__ == "__main__":
    sys.exit(main())
