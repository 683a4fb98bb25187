"""`steelyard games coerce`, `hedge` and `contest`: games of pressure of two states."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from steelyard.interfaces.cli.options import pair_options

if TYPE_CHECKING:
    from steelyard.dossier.records import CoercionGame, ContestGame, Dossier, HedgeGame

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@click.command()
@pair_options
@AS_JSON
def coerce(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Show what A and B could extract from each other by a threat to stop selling.

    The greatest concession without a crisis, by horizon and range of resolve, and what
    happens at greater demands. Costs are those of `steelyard simulate`.

    \b
    Examples:
        steelyard games coerce RUS CHN
        steelyard games coerce USA CHN --json
    """  # noqa: D301
    found = _asked(a, b, years, as_of, seed, store)
    games = found.pressure.coercion if found.pressure else ()
    _tell(found, "what a threat", [line for game in games for line in _threat(game)],
          [game.model_dump(mode="json") for game in games], as_json=as_json)  # fmt: skip


@click.command()
@pair_options
@AS_JSON
def hedge(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Show where A could turn from B, and B from A: the best spread of trade over others.

    What the partner keeps at each cost, who takes what, and what each alternative is worth.

    \b
    Examples:
        steelyard games hedge RUS CHN
        steelyard games hedge KAZ RUS --json
    """  # noqa: D301
    found = _asked(a, b, years, as_of, seed, store)
    games = found.pressure.hedging if found.pressure else ()
    _tell(found, "where", [line for game in games for line in _spread(game)],
          [game.model_dump(mode="json") for game in games], as_json=as_json)  # fmt: skip


@click.command()
@pair_options
@AS_JSON
def contest(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Show how strong B is against A in the states between, and what rivalry uses up.

    \b
    Examples:
        steelyard games contest RUS CHN
        steelyard games contest USA CHN --years 2000:2020 --json
    """  # noqa: D301
    found = _asked(a, b, years, as_of, seed, store)
    games = found.pressure.contests if found.pressure else ()
    _tell(found, "a contest", list(_contests(games)),
          [game.model_dump(mode="json") for game in games], as_json=as_json)  # fmt: skip


def _asked(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
) -> Dossier:
    """The dossier, kept or computed."""
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.progress import shown

    with shown("Playing") as progress:
        return asked_dossier(a, b, years, as_of, seed, store, progress)


def _tell(
    found: Dossier, about: str, lines: list[str], games: list[dict[str, Any]], *, as_json: bool
) -> None:
    """Games and what is missing, as text or JSON; none at all is a refusal."""
    from steelyard.vocabulary.errors import NoData

    missing = [row for row in (found.pressure.missing if found.pressure else ())
               if row[0].startswith(about)]  # fmt: skip
    if not games:
        raise NoData(
            where=f"{found.a.name} and {found.b.name}",
            found="; ".join(f"no game on {what}: {why}" for what, why in missing) or "no game.",
            expected="two states with the data that the game rests on",
            remedy="Choose another pair or years, or add data with `steelyard data add`.",
        )
    if as_json:
        click.echo(json.dumps({"games": games, "missing": missing}, ensure_ascii=False))
        return
    click.echo("\n".join([*lines, *(f"No game on {what}: {why}." for what, why in missing)]))


def _threat(game: CoercionGame) -> list[str]:
    """One direction at one horizon."""
    lines = [
        f"{game.sender} over {game.target}, {game.horizon} run, {game.year}",
        f"  a cut costs {game.target} {_part(game.defiance)}, {game.sender} {_part(game.coercion)}",
    ]
    lines += [
        f"  {case.title:<15} belief in the cut {_part(case.would_cut):<18} "
        f"concession {_part(case.concession)}"
        for case in game.cases
    ]
    lines += [
        f"  demand of {100 * each.part:3.0f} % of the cost: threat {_part(each.threat)}, "
        f"yields {_part(each.yields)}, cut {_part(each.cut)}, dropped {_part(each.backs_down)}"
        for each in game.demands
    ]
    return [*lines, ""]


def _spread(game: HedgeGame) -> list[str]:
    """One state away from its partner."""
    lines = [
        f"{game.state} away from {game.partner}, {game.year} (rival bloc: {game.rival})",
        f"  kept by {game.partner}: {_part(game.dependence)} now",
    ]
    for each in game.frontier:
        cost = f"{100 * each.budget:g} % of value" if each.budget else "any cost"
        lines.append(f"    at {cost:<15} {100 * each.dependence:5.1f} %, "
                     f"at risk {100 * each.at_risk:5.1f} %")  # fmt: skip
    lines.append(f"  at {100 * game.budget:g} % with interval: {_part(game.hedged_dependence)}")
    lines += [
        f"  {each.name:<14} has {_part(each.share):<17} could take "
        f"{_part(each.capacity):<17} gets {_part(each.moved)}"
        for each in game.partners
    ]
    return [*lines, *(f"  left out: {code} ({why})" for code, why in game.left_out), ""]


def _contests(games: tuple[ContestGame, ...]) -> list[str]:
    """Every contest in its last year."""
    lines = ["Share and strength of B over A, and what rivalry uses up (90 % intervals)"]
    for game in games:
        last = game.years[-1]
        lines.append(
            f"  {game.name}, {game.dimension} {last.year}: share {_part(last.share_b)}, strength "
            f"{last.strength.text()}, used up {_part(last.used_up)}, patience "
            f"{game.patience.text()}"
        )
    return lines


def _part(value: Any) -> str:
    """A part in per cent."""
    return value.text(percent=True)
