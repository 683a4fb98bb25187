"""The trade equilibrium with input-output links: single answers, a gradient, a thousand draws.

Peers of this kind are programs of other languages; the seconds that are known of them are quoted
as such and give no ratio, since machines, sizes and tolerances differ.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.gradient import gradient
from steelyard.models.trade.shock import Shock, embargo, trade_cost
from steelyard.models.trade.solve import settle, solve
from steelyard.models.trade.tables import economy_from_flows

# countries, sectors, promised seconds, whether the shock is an exact embargo
SIZES = ((31, 40, 0.020, False), (77, 45, 0.060, True), (194, 1, 0.025, True))
SMALL = ((12, 8, 0.020, True),)
TOLERANCE = 1e-10
SOLVES = 3.0  # the promise for a gradient, in single answers
DRAWS, DRAWS_S = 1000, 20.0
STATED = {
    31: "stated, not run: codes after Caliendo and Parro (2015), 1.5 to 48 s",
    194: "stated, not run: gegravity 1.4 s at 30 x 1 (see gravity)",
}


def made_up(countries: int, sectors: int) -> Economy:
    """Countries of different size that buy most at home; inputs are half of every output."""
    random = np.random.default_rng(0)
    mass, home = random.lognormal(0, 1, countries), np.repeat(np.arange(countries), sectors)
    pull = np.repeat(mass, sectors)[:, None] * random.lognormal(0, 0.7, (home.size, countries))
    pull[np.arange(home.size), home] += 4 * mass.sum()
    cells = pull[:, home] * random.lognormal(0, 0.5, (home.size, home.size))
    coefficients = 0.5 * cells / cells.sum(axis=0)
    final = pull * mass / pull.sum(axis=0)
    output = final.sum(axis=1)
    for _ in range(60):
        output = final.sum(axis=1) + coefficients @ output
    names, goods = ([f"{kind}{k}" for k in range(n)] for kind, n in (("c", countries),
                                                                     ("s", sectors)))  # fmt: skip
    theta = random.uniform(3, 8, sectors)
    return settle(economy_from_flows(names, goods, coefficients * output, final, theta))


def shocked(economy: Economy, cut: bool) -> Shock:
    """Trade between the first two countries ends, or costs twice as much."""
    one, other = economy.countries[:1], economy.countries[1:2]
    if cut:
        return embargo(economy, one, other).then(embargo(economy, other, one))
    return trade_cost(economy, one, other, 2.0).then(trade_cost(economy, other, one, 2.0))


def shortest(work: Callable[[], Any], times: int) -> float:
    """Seconds of the quickest of some repetitions, after one that is not counted."""
    work()
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def single(countries: int, sectors: int, limit: float, cut: bool) -> list[dict[str, Any]]:
    """One equilibrium and one gradient at a size."""
    economy = made_up(countries, sectors)
    shock = shocked(economy, cut)
    answer = solve(economy, shock)
    seconds = shortest(lambda: solve(economy, shock), 9)
    error = answer.certificate.residual
    kind = "embargo" if cut else "doubled costs"
    notes = [STATED[countries]] if countries in STATED else []
    notes += over(seconds, limit) + ([] if error <= TOLERANCE else [f"OVER {TOLERANCE:g}"])
    size = f"{countries} x {sectors}, {kind}, error {error:.0e}"
    rows = [row("trade equilibrium", size, seconds, notes)]
    slope = shortest(lambda: gradient(economy, shock, answer, economy.countries[0]), 3)
    times = slope / seconds
    notes = [f"{times:.1f} answers"] + (["OVER the promised 3"] if times > SOLVES else [])
    return [*rows, row("gradient of welfare", f"{countries} x {sectors}", slope, notes)]


def beside_each_other(count: int) -> dict[str, Any]:
    """The shipped baseline without its error, under draws of elasticities solved in lanes."""
    from steelyard.models.trade.batch import solve_draws
    from steelyard.models.trade.equilibrium import Closure
    from steelyard.reference.dataset import load
    from steelyard.scenarios.schema import Start
    from steelyard.scenarios.world import world

    start = world(load(date(2026, 11, 22)), Start())
    economy, theta = start.point(Closure.ZEROED), start.theta(count, "long", 0)

    def cut(one: Economy) -> Shock:
        there = embargo(one, ["RUS"], ["CHN"])
        return there.then(embargo(one, ["CHN"], ["RUS"]))

    begin, worked = time.perf_counter(), time.process_time()
    found = solve_draws(economy, theta, [cut])
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    notes = [f"{len(found.refused)} refused, error {found.residual:.0e}"]
    notes += [f"{worked:.1f} s of a processor", *over(seconds, DRAWS_S * count / DRAWS)]
    return row("draws of elasticities alone", f"20 x 15, {count} draws, full cut", seconds, notes)


def drawn(count: int) -> dict[str, Any]:
    """The shipped baseline under draws of elasticities and tables, all of them solved."""
    from steelyard.models.trade.equilibrium import Closure
    from steelyard.reference.dataset import load
    from steelyard.scenarios.ensemble import Task, carry_on, nothing_drawn
    from steelyard.scenarios.library import shipped
    from steelyard.scenarios.schema import Start
    from steelyard.scenarios.shocks import draw_amounts, place
    from steelyard.scenarios.world import world

    data, scenario = load(date(2026, 11, 22)), shipped("full-cut")
    begin = time.perf_counter()
    start = world(data, Start())
    made = time.perf_counter() - begin
    placing = place(scenario, start.point(Closure.ZEROED), data.as_of)
    task = Task(
        scenario, placing, start, Closure.ZEROED, start.theta(count, "long", 0),
        draw_amounts(scenario, count, 0), start.middle("long"),
    )  # fmt: skip
    begin, worked = time.perf_counter(), time.process_time()
    done = carry_on(task, nothing_drawn(task))
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    notes = [
        f"all solved, error {done.residual:.0e}",
        f"{worked:.1f} s of a processor",
        f"tables and law made before: {made:.1f} s",
    ]
    return row("draws of the shipped baseline", f"20 x 15, {count} draws, full cut", seconds,
               notes + over(seconds, DRAWS_S * count / DRAWS))  # fmt: skip


def over(seconds: float, limit: float) -> list[str]:
    """A note where a promise is not kept, with the load that the machine was under."""
    if seconds <= limit:
        return []
    return [f"OVER the promised {limit:g} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()}"]


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Each size with its gradient, then draws."""
    rows = [each for size in (SMALL if quick else SIZES) for each in single(*size)]
    count = 20 if quick else DRAWS
    return [*rows, beside_each_other(count), drawn(count)]


def row(what: str, size: str, seconds: float, notes: list[str]) -> dict[str, Any]:
    """One line of the table; no peer was run beside us."""
    note = "; ".join(notes)
    return {"what": what, "size": size, "ours_s": seconds, "peer": None, "peer_s": None,
            "ratio": None, "note": note}  # fmt: skip
