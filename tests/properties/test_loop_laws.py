"""Laws that scores of links and loops obey for any model, and that equations survive rendering."""

import contextlib

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from tests.fixtures.system_models import chain_of_sectors, every_sign

from steelyard.system.dominance import LoopScores, dominant, loop_scores, periods
from steelyard.system.expressions import (
    ARITHMETIC,
    COMPARISONS,
    LOGIC,
    Binary,
    Call,
    Choice,
    Name,
    Number,
    Unary,
    evaluate,
    render,
)
from steelyard.system.graph import graph_of
from steelyard.system.link_scores import link_scores, path_scores, seen, strongest_paths
from steelyard.system.loops import loops, paths
from steelyard.system.model import Model, Span, auxiliary, constant, flow, stock
from steelyard.system.parse import parse
from steelyard.system.simulation import Run, simulate
from steelyard.vocabulary.errors import BadModel, InputError, UnknownName

few = settings(max_examples=20)  # each example is a run
rates = st.floats(0.01, 0.3)
levels = st.floats(1, 1e6)


def scored(run: Run, longest: int = 100) -> LoopScores:
    scores = link_scores(run)
    return loop_scores(scores, loops(seen(graph_of(run.model), scores), longest))


def run_of(*variables, stop: float = 12) -> Run:
    return simulate(Model("m", variables, Span(0, stop)), engine="numpy")


def two_stocks(a: float, b: float, c: float, level: float, size: float = 1.0) -> Run:
    """Predator and prey, told in units of a size."""
    return run_of(
        stock("prey", "1", 40 * level * size, ("born",), ("eaten",)),
        stock("hunters", "1", 9 * level * size, ("bred",), ("lost",)),
        constant("a", "1/y", a),
        constant("b", "1/y", b / (level * size)),
        constant("c", "1/y", c),
        flow("born", "1/y", "a * prey"),
        flow("eaten", "1/y", "b * prey * hunters / 40"),
        flow("bred", "1/y", "b * prey * hunters / 90"),
        flow("lost", "1/y", "c * hunters"),
    )


@few
@given(rates, levels, st.sampled_from([1, -1]))
def test_an_isolated_loop_scores_one_whatever_its_gain(rate, level, sign):
    ours = scored(run_of(stock("s", "1", level, ("f",)), flow("f", "1/y", f"{sign * rate!r} * s")))
    assert [each.polarity for each in ours.loops] == [sign]
    np.testing.assert_allclose(ours.raw, sign, rtol=1e-9)
    np.testing.assert_array_equal(ours.relative, np.full_like(ours.relative, sign))


@few
@given(levels)
def test_at_rest_all_scores_are_zero_and_no_loop_is_dominant(level):
    resting = run_of(
        stock("s", "1", level, ("f",), ("g",)),
        flow("f", "1/y", "0.1 * s"),
        flow("g", "1/y", "0.1 * s"),
    )
    assert not link_scores(resting).values.any()
    assert not scored(resting).relative.any()
    assert not dominant(scored(resting)).any()
    assert [each.loops for each in periods(scored(resting))] == [()]


def test_close_to_rest_rounding_is_not_change():
    run = run_of(
        stock("s", "1", 3, ("f",)), flow("f", "1/y", "(ceiling - s) / 2 * s / ceiling"),
        constant("ceiling", "1", 7.3), stop=400,
    )  # fmt: skip
    size = np.abs(scored(run).relative).sum(axis=-1)
    assert size[0] == pytest.approx(1)
    assert not size[-200:].any()


@few
@given(rates, rates, rates, levels)
def test_relative_scores_sum_to_one_within_a_partition(a, b, c, level):
    ours = scored(two_stocks(a, b, c, level))
    assert len(ours.loops) == 5
    total = np.abs(ours.relative).sum(axis=-1)
    np.testing.assert_allclose(total, 1, rtol=1e-12)
    assert (np.abs(ours.relative) <= 1).all()


def test_partitions_have_sums_of_their_own():
    one = two_stocks(0.1, 0.05, 0.2, 1.0).model.variables
    other = (stock("s", "1", 5, ("f",)), flow("f", "1/y", "0.1 * s * (1 - s / 50)"))
    ours = scored(run_of(*one, *other))
    alone = scored(run_of(*one))
    for partition in (0, 1):
        of = [at for at, each in enumerate(ours.loops) if each.partition == partition]
        np.testing.assert_allclose(np.abs(ours.relative[:, of]).sum(axis=-1), 1, rtol=1e-12)
    for each in alone.loops:
        at = next(n for n, loop in enumerate(ours.loops) if loop.variables == each.variables)
        np.testing.assert_allclose(ours.relative[:, at], alone.of(each.name), rtol=1e-12)


@few
@given(rates, rates, rates, levels, st.sampled_from([1e-6, 1e-3, 1e3, 1e6]))
def test_units_change_nothing(a, b, c, level, size):
    here, there = two_stocks(a, b, c, level), two_stocks(a, b, c, level, size)
    np.testing.assert_allclose(scored(there).relative, scored(here).relative, rtol=1e-5, atol=1e-9)


@few
@given(rates, levels)
def test_a_variable_put_between_changes_nothing(rate, level):
    goal, start = 3 * level, stock("s", "1", level, ("f",), ("g",))
    loss = flow("g", "1/y", "0.03 * s")
    whole = run_of(start, loss, flow("f", "1/y", f"{rate!r} * ({goal!r} - s) ^ 2 / {goal!r}"))
    cut = run_of(
        start,
        loss,
        auxiliary("gap", "1", f"{goal!r} - s"),
        auxiliary("pull", "1", f"gap ^ 2 / {goal!r}"),
        flow("f", "1/y", f"{rate!r} * pull"),
    )
    one, three = link_scores(whole), link_scores(cut)
    direct, along = one.of("s", "f"), path_scores(three, ("s", "gap", "pull", "f"))
    np.testing.assert_allclose(along, direct, rtol=1e-6, atol=1e-9)
    short, long = scored(whole), scored(cut)
    for mark in ("f", "g"):
        one, other = (
            each.relative[:, [mark in loop.variables for loop in each.loops].index(True)]
            for each in (short, long)
        )
        np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-9)


@few
@given(rates, rates, levels)
def test_flows_put_together_before_the_stock_change_nothing(gain, loss, level):
    apart = run_of(
        stock("s", "1", level, ("i",), ("o",)),
        flow("i", "1/y", f"{gain!r} * s"),
        flow("o", "1/y", f"{loss!r} * s ^ 2 / {level!r}"),
    )
    together = run_of(
        stock("s", "1", level, ("net",)),
        auxiliary("i", "1/y", f"{gain!r} * s"),
        auxiliary("o", "1/y", f"{loss!r} * s ^ 2 / {level!r}"),
        flow("net", "1/y", "i - o"),
    )
    one, other = scored(apart), scored(together)
    for each in one.loops:
        name = next(loop.name for loop in other.loops if set(each.variables) < set(loop.variables))
        np.testing.assert_allclose(other.of(name), one.of(each.name), rtol=1e-5, atol=1e-9)


@few
@given(rates, rates, rates, levels)
def test_the_dominant_set_is_the_smallest_that_makes_half(a, b, c, level):
    ours = scored(two_stocks(a, b, c, level))
    chosen, size = dominant(ours), np.abs(ours.relative)
    for row, parts in zip(chosen, size, strict=True):
        count = int(row.sum())
        largest = np.sort(parts)[::-1]
        assert parts[row].sum() >= 0.5 - 1e-8
        assert parts[row].sum() == pytest.approx(largest[:count].sum())
        assert largest[: count - 1].sum() < 0.5


def test_draws_have_the_scores_of_their_runs():
    model, rate = every_sign(), np.array([0.5, 20.0])
    many = link_scores(simulate(model, constants={"opening": rate}))
    found = loops(seen(graph_of(model), many), 20)
    all_scores = loop_scores(many, found)
    assert all_scores.relative.shape == (2, model.span.steps, len(found))
    for draw in (0, 1):
        one = link_scores(simulate(model, constants={"opening": rate[draw]}))
        np.testing.assert_allclose(many.values[draw], one.values, rtol=1e-6, atol=1e-9)
        relative = loop_scores(one, found).relative
        np.testing.assert_allclose(all_scores.relative[draw], relative, rtol=1e-6, atol=1e-9)
    assert 0 < dominant(all_scores).mean(axis=0).max() <= 1
    with pytest.raises(InputError, match="one draw"):
        periods(all_scores)


def test_a_run_that_broke_has_no_scores_from_there_on():
    run = run_of(
        stock("s", "1", 2, (), ("f",)), flow("f", "1/y", "1 + 0 * s / (s - 0) + 0.01 * s"), stop=4
    )
    assert run.broken == ()
    run = run_of(stock("s", "1", 2, (), ("f",)), flow("f", "1/y", "ln(s) / ln(s) + 0.3 * s - 0.6"),
                 stop=5)  # fmt: skip
    assert run.broken[0][1:] == (1.0, "f")
    ours = scored(run)
    assert np.isnan(ours.raw).all()
    assert not dominant(ours).any()


def test_strongest_paths_are_ordered_by_their_scores():
    model = chain_of_sectors(3)
    scores = link_scores(simulate(model))
    ways = strongest_paths(graph_of(model), scores, "level0", "loss2", longest=8)
    assert [way for way, _ in sorted(ways)] == sorted(paths(graph_of(model), "level0", "loss2", 8))
    sizes = [size for _, size in ways]
    assert sizes == sorted(sizes, reverse=True)
    way, size = ways[0]
    assert size == pytest.approx(np.abs(path_scores(scores, way)).mean())


def test_scores_need_all_variables_and_known_links():
    model = chain_of_sectors(2)
    with pytest.raises(InputError, match="keep"):
        link_scores(simulate(model, keep=("level0",)))
    with pytest.raises(UnknownName, match="others"):
        link_scores(simulate(model), others="others")
    with pytest.raises(UnknownName, match="level0 -> nobody"):
        link_scores(simulate(model)).of("level0", "nobody")


def test_where_equations_are_linear_it_does_not_matter_when_others_stand_where():
    run = run_of(
        stock("a", "1", 5, ("f",)), stock("b", "1", 9, ("g",)),
        flow("f", "1/y", "0.1 * b - 0.2 * a"), flow("g", "1/y", "0.3 * a - 0.1 * b"),
    )  # fmt: skip
    before, after = (link_scores(run, others=word).values for word in ("before", "after"))
    np.testing.assert_allclose(after, before, rtol=1e-9)


SIGNS = (*ARITHMETIC, *COMPARISONS, *LOGIC, "^")
leaves = st.one_of(st.floats(-1e6, 1e6).map(Number), st.sampled_from(["x", "y", "time"]).map(Name))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Unary, st.sampled_from(["-", "not"]), inner),
        st.builds(
            Binary,
            st.sampled_from(
                ["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "=", "<>", "and", "or"]
            ),
            inner,
            inner,
        ),
        st.builds(Call, st.sampled_from(["exp", "ln", "sqrt", "abs"]), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["min", "max"]), st.tuples(inner, inner)),
        st.builds(Choice, inner, inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(trees, st.floats(-5, 5), st.floats(-5, 5))
def test_a_rendered_equation_reads_back_with_the_same_value(tree, x, y):
    values = {"x": np.float64(x), "y": np.float64(y), "time": np.float64(2000)}
    with np.errstate(all="ignore"):
        once, twice = evaluate(tree, values), evaluate(parse(render(tree)), values)
    np.testing.assert_array_equal(once, twice)
    settled = render(parse(render(tree)))  # signs before numbers are part of the number
    assert render(parse(settled)) == settled


@settings(max_examples=300)
@given(st.text(max_size=30))
def test_any_text_is_an_equation_or_is_refused(text):
    with contextlib.suppress(BadModel):  # and nothing else
        assert isinstance(render(parse(text)), str)
