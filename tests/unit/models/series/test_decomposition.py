"""Decompositions: exact sums, known cases, zeros by their limit, bad input."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.models.series.decomposition import shapley_change
from steelyard.models.series.lmdi import lmdi, log_mean
from steelyard.models.series.share_change import share_change
from steelyard.vocabulary.errors import AxisMismatch, InputError

amount = st.one_of(st.just(0.0), st.floats(1e-3, 1e9))
tables = st.tuples(arrays(float, (4, 3), elements=amount), arrays(float, (4, 3), elements=amount))
flows = st.lists(amount, min_size=2, max_size=8)


def total(parts) -> float:
    return math.fsum(part.amount for part in parts)


@given(tables)
@settings(max_examples=60)
def test_lmdi_parts_sum_to_the_change(pair):
    start, end = pair
    found = lmdi(["a", "b", "c"], start, end)
    scale = start.prod(1).sum() + end.prod(1).sum()
    assert total(found.parts) == pytest.approx(found.change, abs=1e-9 * scale + 1e-12)


@given(tables)
@settings(max_examples=60)
def test_lmdi_factors_multiply_to_the_ratio(pair):
    start, end = (table + 0.1 for table in pair)
    found = lmdi(["a", "b", "c"], start, end, multiplicative=True)
    logs = math.fsum(math.log(part.amount) for part in found.parts)
    assert logs == pytest.approx(math.log(found.change), abs=1e-9)


def test_lmdi_zeros_are_the_limit_of_small_numbers():
    start = np.array([[0.0, 2.0, 0.0], [1.0, 1.0, 1.0], [3.0, 2.0, 1.0], [0.0, 1.0, 5.0]])
    end = np.array([[4.0, 3.0, 5.0], [2.0, 0.0, 3.0], [1.0, 4.0, 2.0], [0.0, 2.0, 5.0]])
    exact = lmdi(["a", "b", "c"], start, end)
    errors = []
    for small in (1e-30, 1e-120, 1e-150):
        near = lmdi(["a", "b", "c"], np.maximum(start, small), np.maximum(end, small))
        errors.append(max(abs(near.amount(n) - exact.amount(n)) for n in "abc"))
    assert errors[0] > errors[1] > errors[2]  # the limit is reached as slowly as 1 / ln(small)
    assert errors[2] < 0.6


@given(flows, st.data())
@settings(max_examples=80)
def test_share_parts_sum_to_the_change_of_the_share(before, data):
    after = data.draw(st.lists(amount, min_size=len(before), max_size=len(before)))
    if sum(before) == 0 or sum(after) == 0:
        return
    names = [f"p{k}" for k in range(len(before))]
    prices = {"p0": 2.0, "p1": 3.0}, {"p0": 2.5, "p1": 1.0}
    found = share_change(
        "p0",
        dict(zip(names, before, strict=True)),
        dict(zip(names, after, strict=True)),
        start_price=prices[0],
        end_price=prices[1],
    )
    assert found.change == pytest.approx(after[0] / sum(after) - before[0] / sum(before))
    assert total(found.parts) == pytest.approx(found.change, abs=1e-9)


@given(st.floats(1e-6, 1e6))
def test_currency_changes_no_part_of_a_share(rate):
    start, end = {"A": 10.0, "B": 80.0, "C": 0.0}, {"A": 30.0, "B": 60.0, "C": 7.0}
    here = share_change("A", start, end)
    there = share_change(
        "A", {k: v * rate for k, v in start.items()}, {k: v * rate for k, v in end.items()}
    )
    for part in here.parts:
        assert there.amount(part.name) == pytest.approx(part.amount, abs=1e-12)


def test_splitting_another_partner_in_two_moves_no_other_part():
    whole = share_change("A", {"A": 10, "B": 90}, {"A": 30, "B": 70})
    split = share_change("A", {"A": 10, "B": 50, "C": 40}, {"A": 30, "B": 60, "C": 10})
    assert split.amount("A") == pytest.approx(whole.amount("A"))
    assert split.amount("B") + split.amount("C") == pytest.approx(whole.amount("B"))


def test_a_partner_that_begins_gets_the_whole_change():
    found = share_change("A", {"A": 0, "B": 90}, {"A": 30, "B": 70})
    assert found.amount("A") == pytest.approx(0.3)
    assert found.amount("B") == 0.0


def test_equal_value_at_a_higher_price_is_less_volume():
    found = share_change(
        "A", {"A": 10, "B": 90}, {"A": 10, "B": 90}, start_price={"A": 1.0}, end_price={"A": 2.0}
    )
    assert found.amount("A: price") == pytest.approx(-found.amount("A: volume"))
    assert found.amount("A: price") > 0.05


@given(arrays(float, 5, elements=st.floats(-50, 50)), arrays(float, 5, elements=st.floats(-50, 50)))
@settings(max_examples=40)
def test_shapley_parts_sum_to_the_change_of_any_function(first, second):
    names = "abcde"

    def function(a, b, c, d, e):
        return a * b - math.sin(c) * d + e**2 * a

    start, end = dict(zip(names, first, strict=True)), dict(zip(names, second, strict=True))
    found = shapley_change(function, start, end)
    assert total(found.parts) == pytest.approx(found.change, abs=1e-8)
    sizes = [abs(part.amount) for part in found.parts]
    assert sizes == sorted(sizes, reverse=True)


def test_shapley_gives_nothing_to_what_does_not_matter_and_alike_to_likes():
    found = shapley_change(
        lambda a, b, idle: a * b, {"a": 1, "b": 1, "idle": 5}, {"a": 3, "b": 3, "idle": 9}
    )
    assert found.amount("idle") == 0.0
    assert found.amount("a") == found.amount("b") == 4.0


def test_shapley_is_the_mean_over_all_orders():
    from itertools import permutations

    def function(a, b, c):
        return a / (b + c)

    start, end = {"a": 1.0, "b": 2.0, "c": 3.0}, {"a": 4.0, "b": 3.0, "c": 1.0}
    gains = {name: [] for name in start}
    for order in permutations(start):
        now = dict(start)
        for name in order:
            before = function(**now)
            now[name] = end[name]
            gains[name].append(function(**now) - before)
    found = shapley_change(function, start, end)
    for name, values in gains.items():
        assert found.amount(name) == pytest.approx(np.mean(values))


def test_factors_may_be_whole_vectors_of_partners():
    def share(own, others, gdp):
        return own / (own + others.sum()) / gdp

    start = {"own": 1.0, "others": np.array([3.0, 4.0]), "gdp": 2.0}
    end = {"own": 2.0, "others": np.array([3.0, 1.0]), "gdp": 3.0}
    found = shapley_change(share, start, end)
    assert total(found.parts) == pytest.approx(2 / 6 / 3 - 1 / 8 / 2)


def test_the_logarithmic_mean_lies_between_geometric_and_arithmetic():
    a, b = np.array([1.0, 5.0, 1e-9]), np.array([1.0 + 1e-12, 500.0, 1e9])
    mean = log_mean(a, b)
    assert (np.sqrt(a * b) <= mean * (1 + 1e-12)).all()
    assert (mean <= (a + b) / 2 * (1 + 1e-12)).all()


def test_bad_input_is_refused():
    with pytest.raises(AxisMismatch):
        share_change("A", {"A": 1, "B": 2}, {"A": 1, "C": 2})
    with pytest.raises(AxisMismatch):
        shapley_change(lambda a: a, {"a": 1}, {"b": 1})
    with pytest.raises(InputError, match="both above 0"):
        share_change("A", {"A": 0, "B": 0}, {"A": 1, "B": 2})
    with pytest.raises(InputError, match="absent"):
        share_change("A", {"A": 1, "B": math.nan}, {"A": 1, "B": 2})
    with pytest.raises(InputError, match="among"):
        share_change("X", {"A": 1}, {"A": 1})
    with pytest.raises(InputError, match="prices above 0"):
        share_change("A", {"A": 1}, {"A": 2}, start_price={"A": 0.0}, end_price={"A": 1.0})
    with pytest.raises(InputError, match="below zero"):
        lmdi(["a"], np.array([[-1.0]]), np.array([[1.0]]))
    with pytest.raises(InputError, match="for a ratio"):
        lmdi(["a"], np.array([[0.0]]), np.array([[1.0]]), multiplicative=True)
    with pytest.raises(InputError, match="mixtures"):
        shapley_change(lambda a, b: a / b if b else math.inf, {"a": 1, "b": 0}, {"a": 1, "b": 1})
    many = {f"f{k}": 1.0 for k in range(15)}
    with pytest.raises(InputError, match="15 factors"):
        shapley_change(lambda **k: 0.0, many, many)
