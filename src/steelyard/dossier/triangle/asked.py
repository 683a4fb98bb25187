"""A triangle by itself, without the rest of a dossier."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.flows import flows
from steelyard.dossier.mirrors import completed
from steelyard.dossier.noise import noise
from steelyard.dossier.records import Triangle
from steelyard.dossier.request import Request
from steelyard.dossier.triangle.make import triangle
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import NoData
from steelyard.vocabulary.states import State


def asked_triangle(
    data: Dataset, asked: Request, third: State | None = None, camp_draws: int | None = None
) -> Triangle:
    """The triangle of a pair with a third state, the same as in its dossier.

    Raises
    ------
    InputError
        If the third state is one of the pair.
    NoData
        If no definition has a year in which all three ties are known.
    """
    trade = flows(data)
    basis = Basis(data, trade, noise(data, trade), completed(trade, asked), asked)
    found = triangle(basis, third, camp_draws)
    if found is None:
        raise NoData(
            where=f"triangle of {asked.a.name} and {asked.b.name}",
            found=f"no year of {asked.years[0]}-{asked.years[1]} has all three ties.",
            expected="three states that vote, trade or were surveyed in the same years",
            remedy="Widen --years, name another third state, or add data with `data add`.",
        )
    return found
