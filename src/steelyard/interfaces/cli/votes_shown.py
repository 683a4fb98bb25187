"""Positions and comparisons of `steelyard votes` for a person, within 80 columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def compare_lines(found: dict[str, Any]) -> list[str]:
    """Distance beside agreement and kappa in both sessions, then who moved."""
    from steelyard.vocabulary.states import by_iso3

    first, second = (by_iso3()[code].name for code in found["states"])
    early, late = found["sessions"]
    rows = [
        (str(session), far.text(), *_seen(seen))
        for session, far, seen in zip(
            found["sessions"], found["distance"], found["observed"], strict=True
        )
    ]
    closer = found["probability_closer"]
    moved = [
        (f"{first} moved", found[f"{found['states'][0]}_moved"].text()),
        (f"{second} moved", found[f"{found['states'][1]}_moved"].text()),
        ("other texts were voted on", found["other_texts"].text()),
    ]
    return [
        f"{first} and {second}, sessions {early} and {late} (90 % intervals)",
        "",
        *table(("Session", "Distance", "Agreement", "Kappa", "Roll calls"), rows, left=(1,)),
        "",
        "Agreement on contested roll calls of any subject, whatever the fit took up: an",
        "equal vote is 1, one step apart a half.",
        "Kappa, of the same steps, takes away what chance would give such two states.",
        "",
        f"Change of distance {found['change'].text()}; closer with probability {closer:.2f}",
        f"Change of expected agreement {found['expected_agreement_change'].text()}, because",
        *(f"  {line}" for line in table(None, moved, left=(0, 1))),
    ]


def _seen(seen: dict[str, Any]) -> tuple[str, str, str]:
    """Agreement, kappa and roll calls of a session; a dash where the two did not vote together."""
    if not seen["roll_calls"]:
        return "-", "-", "0"
    return _number(seen["agreement"]), _number(seen["kappa"]), str(seen["roll_calls"])


def show_lines(rows: Iterable[dict[str, Any]]) -> list[str]:
    """One line a state and session; chains that differ say so."""
    from steelyard.models.votes.result import MOST_R_HAT

    made = [
        (
            row["state"],
            str(row["session"]),
            str(row["votes"]),
            _number(row["position"]),
            f"{_number(row['low'])} to {_number(row['high'])}",
            "" if row["r_hat"] <= MOST_R_HAT else f"chains differ: R-hat {row['r_hat']}",
        )
        for row in rows
    ]
    head = ("State", "Session", "Votes", "Position", "90 % interval", "")
    return table(head, made, left=(0, 4, 5))


def _number(value: float) -> str:
    """Two decimals with a true minus."""
    if value != value:
        return "-"
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def table(
    head: tuple[str, ...] | None, rows: list[tuple[str, ...]], *, left: tuple[int, ...]
) -> list[str]:
    """Columns as wide as what is in them; those numbered in `left` stand to the left."""
    every = [head, *rows] if head is not None else rows
    widths = [max(len(cell) for cell in column) for column in zip(*every, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    ]
