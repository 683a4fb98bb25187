"""`steelyard system run --out`: the words of a run in memory, from files that can go on."""

import json

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.main import cli
from steelyard.scenarios.ensembles import running
from steelyard.scenarios.ensembles.causal import causal_plan, chunk
from steelyard.scenarios.ensembles.executors import Here
from steelyard.scenarios.ensembles.fans import kept_names, summarised
from steelyard.scenarios.ensembles.running import run
from steelyard.scenarios.ensembles.worker import Job
from steelyard.system.causal import SHIPPED, shipped
from steelyard.system.dynamics import difference, reach, simulate_prior
from steelyard.system.levers import read_lever
from steelyard.vocabulary.errors import InputError, UnknownName

QUICK = ("system", "run", "--drivers", "held", "--draws", "120", "--keep", "dependence")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Processes have tests of their own."""
    monkeypatch.setattr(
        "steelyard.interfaces.cli.system_run_kept.executor", lambda workers, cluster: Here()
    )


def said(*words):
    result = CliRunner().invoke(cli, [*words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_kept_runs_are_told_as_runs_in_memory_are(tmp_path):
    asked = (*QUICK[:-2], "--without", "t77", "--show", "dependence")
    kept = said(*asked, "--out", str(tmp_path / "a"), "--keep", "alignment")
    assert kept.stdout == said(*asked).stdout
    assert "1 chunks made, 0 were there" in kept.stderr
    again = said(*asked, "--out", str(tmp_path / "a"), "--keep", "alignment")
    assert again.stdout == kept.stdout
    assert "0 chunks made, 1 were there" in again.stderr


def test_json_of_kept_runs_has_what_is_kept(tmp_path):
    asked = (*QUICK, "--set", "course_revision=1@2027", "--show", "alignment", "--json")
    told = json.loads(said(*asked, "--out", str(tmp_path / "a")).stdout)
    assert sorted(told["variables"]) == ["alignment", "dependence"]
    assert told["variables"]["dependence"]["rises"][0] is None
    assert (told["draws"], told["used"]) == (120, 120)


def test_draw_by_draw_chunks_hold_what_a_run_in_memory_holds(tmp_path):
    levers = (read_lever("course_revision=1@2027"),)
    plan = causal_plan(90, seed=4, levers=levers, keep=["dependence", "alignment"], size=40)
    done = run(plan, tmp_path)
    held = pl.read_parquet(tmp_path / "*.parquet")
    base = simulate_prior(shipped(), 90, seed=4)
    changed = simulate_prior(shipped(), 90, seed=4, levers=levers)
    for name, runs in (("baseline", base), ("changed", changed)):
        values = held.filter(run=name)["alignment"].to_numpy().reshape(90, 49)
        assert np.allclose(values, runs["alignment"], rtol=0, atol=1e-11)
    assert kept_names(done) == ("dependence", "alignment")
    found = summarised(done, ["dependence"])
    apart = difference(changed, base)
    assert np.allclose(found.apart.fan("dependence"), apart.fan("dependence"), atol=1e-11)
    assert np.allclose(found.base.usual("dependence"), base.usual("dependence"), atol=1e-11)
    assert held["draw"].dtype == pl.Int32


def test_chunks_and_blocks_change_no_bit_of_a_draw():
    plan = causal_plan(1100, keep=["dependence"])
    options = json.loads(plan.options)
    parts = [pl.DataFrame(chunk(Job(options, "", *ends, 0))) for ends in
             ((0, 1100), (0, 7), (7, 1003), (1003, 1100))]  # fmt: skip
    assert pl.concat(parts[1:]).equals(parts[0])


def test_refused_draws_have_rows_without_values(monkeypatch, tmp_path):
    far = reach(simulate_prior(shipped(), 60).values).max(axis=1)
    monkeypatch.setattr("steelyard.scenarios.ensembles.causal.BEYOND", float(np.median(far)))
    done = run(causal_plan(60, keep=["dependence"]), tmp_path)
    held = pl.read_parquet(done.files[0])
    refused = held.filter(~pl.col("used"))
    assert 0 < refused["draw"].n_unique() < 60
    assert refused["dependence"].null_count() == refused.height
    assert refused["ran_away"].null_count() == 0
    assert held.filter("used")["dependence"].null_count() == 0
    found = summarised(done, ["dependence"]).base
    assert sum(count for _, count in found.ran_away) == int((~found.used).sum())
    assert np.isfinite(found.fan("dependence")).all()


def test_a_system_of_ones_own_goes_along_in_the_plan(tmp_path):
    for file in SHIPPED.rglob("*.csv"):
        place = tmp_path / "mine" / file.relative_to(SHIPPED)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())
    plan = causal_plan(20, folder=tmp_path / "mine", keep=["dependence"])
    (tmp_path / "mine").rename(tmp_path / "gone")
    made = chunk(Job(json.loads(plan.options), "", 0, 20, 0))
    usual = chunk(Job(json.loads(causal_plan(20, keep=["dependence"]).options), "", 0, 20, 0))
    assert made.equals(usual)


def test_interrupted_it_says_how_to_go_on(monkeypatch, tmp_path):
    def interrupted(self, plan, chunks):
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(Here, "results", interrupted)
    result = CliRunner().invoke(cli, [*QUICK, "--out", str(tmp_path)])
    assert "0 of 1 chunks are kept" in result.stderr
    assert "the same command goes on" in result.stderr
    assert result.exit_code != 0
    assert running.run is run


@pytest.mark.parametrize("words", [("--workers", "2"), ("--cluster", "local"), ()])
def test_options_of_kept_runs_need_a_folder(words):
    result = said(*QUICK, *words)
    assert (result.exit_code, "need --out" in result.stderr) == (2, True)


def test_other_bad_words_are_refused_before_a_draw(tmp_path):
    with pytest.raises(UnknownName, match="dependence"):
        said(*QUICK[:-1], "dependence_", "--out", str(tmp_path / "a"))
    assert not (tmp_path / "a").exists()
    result = said("system", "run", "--draws", "200000")
    assert "need --out" in result.stderr
    result = said(*QUICK, "--out", str(tmp_path), "--workers", "2", "--cluster", "tcp://x:1")
    assert "leave --workers out" in result.stderr
    with pytest.raises(InputError, match="0 draws"):
        causal_plan(0)
