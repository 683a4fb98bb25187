"""`steelyard votes`: positions of states by their votes: fit them, compare two, show them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from steelyard.interfaces.cli.options import YearSpan
from steelyard.interfaces.cli.votes_cohesion import cohesion
from steelyard.interfaces.cli.votes_shown import compare_lines, show_lines

if TYPE_CHECKING:
    from steelyard.models.votes.draws import Plan
    from steelyard.models.votes.panel import Panel
    from steelyard.models.votes.result import IdealPoints
    from steelyard.reference.dataset import Dataset
    from steelyard.vocabulary.estimate import Estimate


@click.group()
def votes() -> None:
    """Positions of states by how they vote in the General Assembly.

    \b
    Examples:
        steelyard votes fit
        steelyard votes compare RUS CHN --from 47 --to 74
        steelyard votes show RUS CHN USA
        steelyard votes cohesion BRICS SCO
    """  # noqa: D301


votes.add_command(cohesion)


def fit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The file of a fit."""
    return click.option(
        "--fit",
        "file",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help="File of the fit [the newest in your cache].",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """JSON instead of a table."""
    return click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")(command)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The user's own data."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of your own data, used beside the embedded dataset.",
    )(command)


@votes.command()
@click.option("--sessions", type=YearSpan(), default=None, help="Span of sessions [all].")
@click.option("--issue", default=None, help="me, nu, di, co, hr, ec or important [all votes].")
@click.option(
    "--draws",
    type=click.IntRange(20),
    default=325,
    show_default=True,
    help="Draws of each of two chains.",
)
@click.option("--points-only", is_flag=True, help="A few draws: points, rough intervals.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Same seed, same numbers."
)
@store_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="File to write [in your cache].",
)
def fit(
    sessions: tuple[int, int] | None,
    issue: str | None,
    draws: int,
    points_only: bool,
    seed: int,
    store: Path | None,
    out: Path | None,
) -> None:
    """Fit the dynamic ordinal ideal-point model to roll calls.

    About a minute for all sessions. Interrupted, the same command goes on where it stopped and
    gives the same numbers.

    \b
    Examples:
        steelyard votes fit
        steelyard votes fit --sessions 47:74 --issue hr --out rights.npz
    """  # noqa: D301
    from dataclasses import replace

    from steelyard.dossier.ideal_points import voted_panel
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli import votes_kept
    from steelyard.models.votes.draws import POINTS_ONLY, Plan
    from steelyard.reference.overlay import dataset

    plan = replace(POINTS_ONLY if points_only else Plan(draws=draws), seed=seed)
    panel = voted_panel(dataset(DEFAULT_AS_OF, store), sessions, issue)
    click.echo(_panel_line(panel), err=True)
    file = out or votes_kept.default_file()
    votes_kept.refuse_unwritable(file)
    points = fitted(panel, plan, file.parent)
    votes_kept.write(points, file)
    click.echo(_fit_line(points) + f"\nWrote {file}")


def fitted(panel: Panel, plan: Plan, folder: Path) -> IdealPoints:
    """The fit, from chains on disk where there are any."""
    from steelyard.interfaces.cli import votes_kept
    from steelyard.interfaces.cli.progress import shown
    from steelyard.models.votes.draws import begin, chain, drawn
    from steelyard.models.votes.result import ideal_points

    def place(number: int) -> Path:
        return votes_kept.chain_file(folder, panel, plan, number)

    with shown("Ideal points") as progress:
        task, point = begin(panel, plan, lambda step, done: progress(step, 0.05 * done))
        chains = tuple(
            votes_kept.read_chain(place(number)) or chain(task, point, number)
            for number in range(plan.chains)
        )
        chains = drawn(
            task,
            chains,
            lambda step, done: progress(step, 0.05 + 0.95 * done),
            lambda one: votes_kept.write_chain(one, place(one.number)),
        )
    points = ideal_points(panel, task, chains)
    for number in range(plan.chains):
        place(number).unlink(missing_ok=True)
    return points


def _panel_line(panel: Panel) -> str:
    """What is fitted and what was left out."""
    left_out = "; ".join(f"{each.votes} of {each.reason}" for each in panel.excluded)
    return (
        f"{panel.counts.sum()} votes of {len(panel.states)} states on {len(panel.calls)} roll "
        f"calls in {_sessions_line(panel.sessions)}."
        + (f" Left out: {left_out}." if left_out else "")
    )


def _sessions_line(sessions: tuple[int, ...]) -> str:
    """Which sessions, and which between them have no vote that counts."""
    first, last = sessions[0], sessions[-1]
    if first == last:
        return f"session {first}"
    missing = sorted(set(range(first, last + 1)) - set(sessions))
    gaps = f" without {', '.join(map(str, missing))}" if missing else ""
    return f"sessions {first} to {last}{gaps}"


def _fit_line(points: IdealPoints) -> str:
    """How far the chains agree."""
    from steelyard.models.votes.result import MOST_R_HAT

    share = points.settled.mean()
    worst = points.effective.min()
    return (
        f"{points.mean.size} positions; chains agree (R-hat up to {MOST_R_HAT}) for {share:.1%}; "
        f"{worst:.0f} independent draws for the worst.\n{points.scale}"
    )


@votes.command()
@click.argument("a")
@click.argument("b")
@click.option("--from", "begin", type=int, default=None, help="Earlier session [first common].")
@click.option("--to", "end", type=int, default=None, help="Later session [last common].")
@fit_option
@store_option
@json_option
def compare(
    a: str,
    b: str,
    begin: int | None,
    end: int | None,
    file: Path | None,
    store: Path | None,
    as_json: bool,
) -> None:
    """Compare two states: distance, its change, who moved, beside agreement and kappa.

    \b
    Examples:
        steelyard votes compare RUS CHN --from 45 --to 74
        steelyard votes compare Germany USA --json
    """  # noqa: D301
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli import votes_kept
    from steelyard.models.votes import alignment
    from steelyard.reference.overlay import dataset
    from steelyard.vocabulary.states import find

    points = votes_kept.read(file or votes_kept.default_file())
    data = dataset(DEFAULT_AS_OF, store)
    first, second = (find(name, where="votes compare").iso3 for name in (a, b))
    ends = _common(points, first, second, begin, end)
    moved = alignment.who_moved(points, first, second, ends)
    found: dict[str, Any] = {
        "states": [first, second],
        "sessions": list(ends),
        "distance": [alignment.distance(points, first, second, at) for at in ends],
        "change": alignment.distance_change(points, first, second, ends),
        "probability_closer": alignment.closer_than(points, first, second, ends[1], ends[0]),
        "expected_agreement_change": moved.change,
        f"{first}_moved": moved.first,
        f"{second}_moved": moved.second,
        "other_texts": moved.agenda,
        "observed": [_observed(data, first, second, at) for at in ends],
    }
    if as_json:
        click.echo(json.dumps(found, default=_plain))
        return
    click.echo("\n".join(compare_lines(found)))


def _common(
    points: IdealPoints, first: str, second: str, begin: int | None, end: int | None
) -> tuple[int, int]:
    """The two sessions to compare: those asked for, else the first and last common ones."""
    from steelyard.vocabulary.errors import BadYears, InputError, NoData, shorten

    if first == second:
        raise InputError(
            where="votes compare",
            found=f"{first} twice.",
            expected="two states",
            remedy="Name another state beside it.",
        )
    both = sorted(set(points.sessions_of(first)) & set(points.sessions_of(second)))
    if not both:
        raise NoData(
            where="votes compare",
            found=f"{first} and {second} never voted in one session of this fit.",
            expected="two states with positions in one session",
            remedy="Choose other states or a fit of more sessions.",
        )
    ends = (begin if begin is not None else both[0], end if end is not None else both[-1])
    if ends[0] >= ends[1]:
        raise BadYears(
            where="votes compare",
            found=f"sessions {ends[0]} and {ends[1]}.",
            expected=f"two sessions, the earlier first; both have positions in {shorten(both)}",
            remedy="Choose --from and --to, or a fit of more sessions.",
        )
    return ends


def _observed(data: Dataset, first: str, second: str, session: int) -> dict[str, float | int]:
    """Agreement and kappa of all contested roll calls of a session, whatever the fit used."""
    from steelyard.measures.similarity import contested, dyad_tables, similarities
    from steelyard.reference.roll_calls import roll_calls

    year = session + 1945
    known = roll_calls(data, (year, year))
    columns = [known.column(state) for state in (first, second)]
    if None in columns:
        return {"session": session, "roll_calls": 0}
    cast = known.votes[contested(known.votes)][:, [int(column or 0) for column in columns]]
    tables = dyad_tables(cast)
    alike = similarities(tables.table[0])
    return {
        "session": session,
        "roll_calls": int(tables.roll_calls[0]),
        "agreement": float(alike.agreement),
        "kappa": float(alike.kappa_linear),
    }


def _plain(value: Estimate) -> dict[str, Any]:
    """An estimate as JSON."""
    from dataclasses import asdict

    return asdict(value)


@votes.command()
@click.argument("names", nargs=-1)
@click.option("--session", type=int, default=None, help="One session [the last].")
@fit_option
@json_option
def show(names: tuple[str, ...], session: int | None, file: Path | None, as_json: bool) -> None:
    """Show positions with intervals: of states over time, or of all states in a session.

    \b
    Examples:
        steelyard votes show RUS CHN USA
        steelyard votes show --session 47
    """  # noqa: D301
    import numpy as np

    from steelyard.interfaces.cli import votes_kept
    from steelyard.vocabulary.errors import NoData
    from steelyard.vocabulary.states import find

    points = votes_kept.read(file or votes_kept.default_file())
    codes = [find(name, where="votes show").iso3 for name in names]
    states, sessions = (
        np.array(points.states)[points.state],
        np.array(points.sessions)[points.session],
    )
    chosen = np.isin(states, codes) if codes else np.ones(states.size, dtype=bool)
    if session is not None or not codes:
        chosen &= sessions == (session if session is not None else points.sessions[-1])
    rows = np.flatnonzero(chosen)
    if not rows.size:
        raise NoData(
            where="votes show",
            found=f"no position of {', '.join(codes) or 'any state'} in what was asked.",
            expected=f"sessions {points.sessions[0]} to {points.sessions[-1]} of this fit",
            remedy="Leave --session out to see when a state voted.",
        )
    key = (sessions[rows], states[rows]) if codes else (-points.mean[rows],)
    rows = rows[np.lexsort(key)]
    made = [
        {
            "state": str(states[row]),
            "session": int(sessions[row]),
            "votes": int(points.votes[row]),
            "position": round(float(points.mean[row]), 4),
            "low": round(float(points.quantiles[row, 1]), 4),
            "high": round(float(points.quantiles[row, 5]), 4),
            "r_hat": round(float(points.r_hat[row]), 3),
        }
        for row in rows
    ]
    if as_json:
        click.echo(json.dumps(made))
        return
    click.echo("\n".join(show_lines(made)))
