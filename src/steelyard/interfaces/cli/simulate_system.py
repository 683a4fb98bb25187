"""`steelyard simulate` for a question to the causal system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from steelyard.scenarios.system.outcome import SystemOutcome
    from steelyard.scenarios.system.schema import SystemScenario


@dataclass(frozen=True, slots=True)
class System:
    """What was asked."""

    name: str
    show: bool
    draws: int
    seed: int
    watch: tuple[str, ...]
    years: tuple[int, int] | None
    drivers: str
    prior: bool
    as_json: bool


def answer_system(asked: System, out: Path | None, table: Path | None) -> None:
    """Run the scenario beside its baseline and print, or write, what it changes."""
    from steelyard.interfaces.cli.out_file import write_out
    from steelyard.interfaces.cli.simulated_system import as_table, lines_of

    scenario = _scenario(asked)
    if asked.show:
        click.echo(_text(asked.name, scenario), nl=False)
        return
    found = _found(asked, scenario)
    if out is not None:
        write_out(out, found.model_dump_json(indent=1) + "\n")
    if table is not None:
        write_out(table, as_table(found))
    if asked.as_json:
        click.echo(found.model_dump_json(indent=1))
    else:
        click.echo("\n".join(lines_of(found)))
    for file in (out, table):
        if file is not None:
            click.echo(f"Wrote {file}", err=True)


def _scenario(asked: System) -> SystemScenario:
    """The scenario of a name or a file, checked against the years of the run."""
    from steelyard.scenarios.system.library import known, read_file, text_of
    from steelyard.scenarios.system.read import need_fit, read_text
    from steelyard.system.causal import shipped
    from steelyard.system.causal_model import FIRST, LAST, need_years

    years = asked.years or (FIRST, LAST)
    need_years(years)
    name = known(asked.name)
    if name is None:
        return read_file(Path(asked.name), shipped(), years)
    made = read_text(text_of(name), shipped(), f"library/{name}.toml")
    need_fit(made, shipped(), text_of(name), f"library/{name}.toml", years)
    return made


def _text(name: str, scenario: SystemScenario) -> str:
    """The file of a scenario that ships; of a user's file what was read."""
    from steelyard.scenarios.system.library import known, text_of

    found = known(name)
    return scenario.model_dump_json(indent=1) + "\n" if found is None else text_of(found)


def _found(asked: System, scenario: SystemScenario) -> SystemOutcome:
    """The runs, with the classes of the share of trade."""
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.dossier.system_standing import standings
    from steelyard.interfaces.cli.system_evidence import calibration
    from steelyard.interfaces.cli.system_run import drivers_of
    from steelyard.reference.overlay import dataset
    from steelyard.scenarios.system.run import simulate
    from steelyard.scenarios.system.runner import CalibratedRunner, PriorRunner
    from steelyard.scenarios.system.standing import with_loadings
    from steelyard.system.causal import shipped
    from steelyard.system.causal_model import FIRST, LAST
    from steelyard.system.ways import variable

    system = shipped()
    watch = tuple(variable(system, name).name for name in asked.watch)
    ranked = standings(system, dataset(DEFAULT_AS_OF, None))
    years = asked.years or (FIRST, LAST)
    fit = calibration(system, prior=asked.prior, drivers=asked.drivers)
    if fit is None:
        paths = drivers_of(system, asked.drivers)
        runner = PriorRunner(asked.draws, asked.seed, paths, years)
    else:
        runner = CalibratedRunner(fit, asked.draws, asked.seed, years)
        ranked = with_loadings(ranked, fit)
    return simulate(scenario, system, runner, standings=ranked, watch=watch, seed=asked.seed)
