"""Equations: read without being run, refused with the character, rendered for other programs."""

import jax.numpy as jnp
import numpy as np
import pytest

from steelyard.system.expressions import Name, Number, evaluate, names, render
from steelyard.system.lookups import apart
from steelyard.system.model import Model, Span, auxiliary, flow, stock
from steelyard.system.parse import canonical, parse
from steelyard.system.polarity import slope_sign
from steelyard.system.simulation import simulate
from steelyard.vocabulary.errors import BadModel

VALUES = {"a": 2.0, "b": -3.0, "c": 0.5, "time": 2010.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 - 3 - 4", -5),
        ("16 / 4 / 2", 2),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("2 ^ -1", 0.5),
        ("- - a", 2),
        ("-a * b", 6),
        ("1.5e2 + .5", 150.5),
        ("a < 3 and b < 0", 1),
        ("a < 1 or b > 0", 0),
        ("not (a = 2)", 0),
        ("a <> b", 1),
        ("a != a", 0),
        ("2 > 1 = 1", 1),
        ("if a > 1 then b else c", -3),
        ("IF a > 9 THEN b ELSE IF c < 1 THEN 7 ELSE 8", 7),
        ("1 + (if c >= 0.5 then 1 else 0)", 2),
        ("min(a, b, c) + MAX(a, b)", -1),
        ("exp(ln(a)) + sqrt(4) + abs(b)", 7),
        ("tanh(c)", np.tanh(0.5)),
        ("time - 2000 {years since}", 10),
        ('"A" + "c"', 2.5),
    ],
)
def test_values_in_numpy_and_in_jax(text, value):
    tree = parse(text)
    assert float(evaluate(tree, VALUES)) == pytest.approx(value, rel=1e-15)
    given = {name: jnp.asarray(number) for name, number in VALUES.items()}
    assert float(evaluate(tree, given, jnp)) == pytest.approx(value, rel=1e-6)
    assert float(evaluate(parse(render(tree)), VALUES)) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("", 1, "the end"),
        ("a +", 4, "the end"),
        ("a b", 3, "'b'"),
        ("(a", 3, "the end"),
        ("a)", 2, "')'"),
        ("a + $b", 5, "'$'"),
        ("1 + lookup(a, 0, 1)", 5, "lookup of 3"),
        ("lookup(a, 0, 1, 0, 2)", 1, "a table that is none"),
        ("lookup(a, 0, 1, b, 2)", 1, "a table that is none"),
        ("lookup(a, 0, 1, 2, 3, 4)", 1, "a table that is none"),
        ("f(a)", 1, "no function"),
        ("min(a)", 1, "1 arguments"),
        ("ln(a, b)", 1, "2 arguments"),
        ("a * exp", 5, "without arguments"),
        ("if a then b", 12, "the end"),
        ("1e999", 1, "1e999"),
        ("__import__('os')", 12, '"\'"'),
        ("a.b", 2, "'.'"),
    ],
)
def test_what_is_no_equation_is_refused_at_its_character(text, at, found):
    with pytest.raises(BadModel, match=f"character {at}:") as caught:
        parse(text, "equation of x")
    assert found in caught.value.found
    assert caught.value.where.startswith("equation of x")


@pytest.mark.parametrize("text", ["(" * 500 + "1" + ")" * 500, "-" * 900 + "a", "a^" * 500 + "a",
                                  "1+" * 9000 + "1", "x" * 30_000])  # fmt: skip
def test_endless_equations_are_refused_without_exhausting_the_stack(text):
    with pytest.raises(BadModel):
        parse(text)


def test_names_are_one_whatever_their_case_and_blanks():
    assert canonical("Net  birth\nRate") == canonical("net_birth_rate") == "net_birth_rate"
    assert names(parse('"Net birth rate" * TIME')) == {"net_birth_rate"}


def test_fifty_brackets_and_a_sum_of_a_hundred_terms_are_read():
    assert parse("(" * 50 + "a" + ")" * 50) == Name("a")
    assert float(evaluate(parse("+".join(["1"] * 100)), {})) == 100


def test_a_negative_number_is_one_number():
    assert parse("-3") == Number(-3.0)
    assert parse(render(Number(-3.0))) == Number(-3.0)


def test_a_division_by_zero_is_not_finite_and_no_fault_of_the_program():
    with np.errstate(all="ignore"):
        assert not np.isfinite(evaluate(parse("1 / 0"), {}))
        assert np.isnan(evaluate(parse("ln(0 - 1)"), {}))


def test_a_table_is_linear_between_its_points_and_level_outside():
    tree = parse("1 + lookup(a, -1, 4, 0, 0, 2, 1)")
    values = np.array([-9.0, -1.0, -0.5, 0.0, 1.0, 2.0, 9.0])
    expected = [5, 5, 3, 1, 1.5, 2, 2]
    assert evaluate(tree, {"a": values}).tolist() == expected
    np.testing.assert_allclose(evaluate(tree, {"a": jnp.asarray(values)}, jnp), expected, rtol=1e-6)
    assert names(tree) == {"a"}
    with pytest.raises(BadModel, match="a table inside it"):
        render(tree)


def test_tables_taken_apart_are_variables_that_are_shared():
    inner = "lookup(lookup(x, 0, 1, 1, 0), 0, 3, 1, 4)"
    model = Model(
        "tables",
        (
            stock("x", "1", "lookup(time, 0, 0.5, 9, 1)", ("y",)),
            flow("y", "1/y", f"0.1 * {inner} + {inner}"),
            auxiliary("x_table", "1", inner),
        ),
        Span(0, 3),
    )
    made = apart(model)
    assert apart(made) == made
    added = set(made.by_name) - set(model.by_name)
    assert added == {"x_table_2", "y_table", "y_table_2"}
    ours, theirs = (simulate(each, engine="numpy") for each in (model, made))
    for name in model.by_name:
        np.testing.assert_array_equal(ours[name], theirs[name])


@pytest.mark.parametrize(
    ("table", "sign"),
    [("0, 1, 1, 2, 2, 2", 1), ("0, 2, 1, -1", -1), ("0, 1, 1, 2, 2, 0", None), ("0, 1, 1, 1", 0)],
)
def test_the_sign_of_a_table_is_told_by_its_points(table, sign):
    assert slope_sign(parse(f"lookup(-a, {table})"), "a", {}) == (sign and -sign)
