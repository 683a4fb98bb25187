"""Loop dominance of prior runs: as lines of 80 columns, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from steelyard.interfaces.cli.system_words import wrapped
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_dominance import CausalDominance
from steelyard.system.loops import Loop

PRIOR = (
    "Prior runs, not calibrated: what the ranges of the tables imply by themselves. Scores say "
    "how change came about, not how large it was."
)
SPAN = 8  # years in a column: scores of single years turn with every event
MOST = 8  # loops without a name that are spelt out


def lines_of(system: CausalSystem, found: CausalDominance, seed: int) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(PRIOR)
    yield ""
    spans = spans_of(found.years)
    heads = "".join(f"{first:.0f}-{int(last) % 100:02d}".rjust(9) for first, last, _ in spans)
    yield "Chance, % of draws and years, that the loop is among those that"
    yield "make half of the change by loops"
    yield " " * 24 + heads
    leads = found.leading()
    for name, place in found.named.items():
        yield _line(f"{name} {_title(system, name)}", leads[..., place], spans)
    yield from _others(found, leads, spans)
    yield ""
    yield "Part of the scores, %: middle draw"
    yield " " * 24 + heads
    for label, part in (
        ("loops with a name", found.share_of_named()),
        ("all reinforcing loops", found.reinforcing()),
        ("forgetting, of all", found.forgotten),
    ):
        yield _line(label, part, spans, middle=True)
    yield ""
    for line in notes(found, seed):
        yield from wrapped(line)


def _others(
    found: CausalDominance, leads: np.ndarray, spans: list[tuple[float, float, np.ndarray]]
) -> Iterator[str]:
    """Loops without a name that lead most often, in words below."""
    unnamed = [at for at in range(len(found.loops)) if at not in found.named.values()]
    often = sorted(unnamed, key=lambda at: (-float(leads[..., at].mean()), at))[:MOST]
    often = [at for at in often if leads[..., at].mean() >= 0.01]
    for number, at in enumerate(often, 1):
        yield _line(f"({number}) {'+' if found.loops[at].polarity == 1 else '−'}", leads[..., at],
                    spans)  # fmt: skip
    yield ""
    for number, at in enumerate(often, 1):
        yield from wrapped(f"({number}) {words(found.loops[at])}")


def words(loop: Loop) -> str:
    """A loop by its variables, with its kind."""
    kind = {1: "reinforcing", -1: "balancing", None: "of no settled sign"}[loop.polarity]
    return f"{kind}: {' → '.join((*loop.variables, loop.variables[0]))}"


def spans_of(
    years: Float[np.ndarray, " year"],
) -> list[tuple[float, float, Float[np.ndarray, " place"]]]:
    """Spans of years with the places of their years."""
    first = years[0] - 1
    parts = ((years - first - 1) // SPAN).astype(int)
    return [
        (years[parts == part][0], years[parts == part][-1], np.flatnonzero(parts == part))
        for part in range(parts.max() + 1)
    ]


def _line(
    label: str,
    values: np.ndarray,
    spans: list[tuple[float, float, np.ndarray]],
    *,
    middle: bool = False,
) -> str:
    """A row: the mean of each span, over draws or of the middle draw."""
    cells = []
    for _, _, places in spans:
        part = values[..., places].mean(axis=-1)
        cells.append(f"{100 * (np.median(part) if middle else part.mean()):.0f}".rjust(9))
    return f"{label[:24]:<24}" + "".join(cells)


def _title(system: CausalSystem, name: str) -> str:
    return next(each.title for each in system.named_loops if each.name == name)


def notes(found: CausalDominance, seed: int) -> Iterator[str]:
    """What is scored, over what, and how often the lead turns."""
    draws = found.scores.relative.shape[0]
    yield (
        f"{draws} draws, seed {seed}; {len(found.loops)} loops of the largest group of variables "
        "that act on each other are scored, relative to each other; longer ones are not."
    )
    turns = found.turns()
    low, middle, high = np.quantile(turns, (0.05, 0.5, 0.95))
    yield (
        f"The leading set turns {middle:.0f} times in {found.years.size} years in the middle draw "
        f"(nine in ten: {low:.0f} to {high:.0f}). Scores of single years follow events."
    )
    yield (
        "Forgetting: the decay of stocks, a loop of each to itself, counts in the whole of the "
        "last line only."
    )


def as_json_text(system: CausalSystem, found: CausalDominance, seed: int) -> str:
    """All of it as JSON."""
    leads = found.leading()
    names = {place: name for name, place in found.named.items()}
    score = found.scores.relative
    low, middle, high = np.quantile(score, (0.05, 0.5, 0.95), axis=0)
    told = {
        "kind": "prior, not calibrated",
        "draws": int(score.shape[0]),
        "seed": seed,
        "years": found.years.astype(int).tolist(),
        "notes": list(notes(found, seed)),
        "forgetting": np.median(found.forgotten, axis=0).tolist(),
        "named": np.median(found.share_of_named(), axis=0).tolist(),
        "reinforcing": np.median(found.reinforcing(), axis=0).tolist(),
        "loops": [
            {
                "name": names.get(at),
                "title": _title(system, names[at]) if at in names else None,
                "kind": words(loop).partition(":")[0],
                "variables": loop.variables,
                "usual": score[0, :, at].tolist(),
                "low": low[:, at].tolist(),
                "middle": middle[:, at].tolist(),
                "high": high[:, at].tolist(),
                "leads": leads[..., at].mean(axis=0).tolist(),
            }
            for at, loop in enumerate(found.loops)
        ],
    }
    return json.dumps(told, indent=1)
