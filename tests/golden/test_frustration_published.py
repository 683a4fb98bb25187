"""Frustration indices that are published as theorems.

Abelson, R. P. and Rosenberg, M. J. (1958), *Behavioral Science* 3(1), and Petersdorf, M. (1966):
among complete networks of n states the one in which everybody is everybody's foe is the most
frustrated, with floor((n - 1)^2 / 4) ties. Zaslavsky, T. (2012), Six signed Petersen graphs, and
their automorphisms, *Discrete Mathematics* 312(9): the Petersen graph with all edges negative has
frustration index 3. Tolerance: none.
"""

import numpy as np
import pytest

from steelyard.models.games.frustration import by_enumeration, by_programme


@pytest.mark.parametrize("states", range(2, 15))
def test_all_foes_are_as_frustrated_as_the_theorem_says(states):
    foes = np.eye(states, dtype=int) - 1
    assert by_enumeration(foes).index == (states - 1) ** 2 // 4


@pytest.mark.parametrize("states", [5, 8])
def test_no_complete_network_is_more_frustrated_than_all_foes(states):
    random = np.random.default_rng(states)
    for _ in range(200):
        upper = np.triu(random.choice([-1, 1], (states, states)), 1)
        assert by_enumeration(upper + upper.T).index <= (states - 1) ** 2 // 4


def test_the_negative_petersen_graph_has_three_frustrated_edges():
    signs = np.zeros((10, 10), dtype=int)
    for k in range(5):
        for i, j in ((k, (k + 1) % 5), (k, k + 5), (k + 5, (k + 2) % 5 + 5)):
            signs[i, j] = signs[j, i] = -1
    assert int(np.abs(signs).sum()) == 30
    assert by_enumeration(signs).index == 3
    assert by_programme(signs).index == 3
