"""Whether the two vote more alike than before: raw, and beyond chance."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.domains.votes.material import BACK, BASIS, Material
from steelyard.dossier.domains.votes.pair import similarity_of
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.vote_texts import FEWEST_TEXTS, RedrawnCounts, probability_above
from steelyard.vocabulary.estimate import absent, exact

KINDS = (("agreement", "agreement"), ("agreement beyond chance", "kappa_squared"))
WHY = "a probability already says how sure the comparison is"


def closer(made: Material, redrawn: RedrawnCounts) -> Iterator[Series | None]:
    """Probability that the pair voted more alike than ten years earlier, in two measures."""
    a, b = made.asked.a, made.asked.b
    places = {year: place for place, year in enumerate(made.years)}
    for part, name in KINDS:
        _, draws = similarity_of(redrawn, name)
        points = []
        for place, year in made.shown():
            earlier = places.get(year - BACK)
            if earlier is not None and min(redrawn.texts[[place, earlier]]) >= FEWEST_TEXTS:
                chance = probability_above(draws[:, place], draws[:, earlier])
                value = exact(chance, WHY) if chance == chance else absent("no such measure")
                origins = sorted({*made.origins(year), *made.origins(year - BACK)})
                points.append(
                    point(year, value, "observed", origins, f"compared with {year - BACK}")
                )
        yield series(
            "votes.closer",
            a.iso3,
            b.iso3,
            BASIS,
            points,
            title=f"{a.adjective} and {b.adjective} votes: {part}",
            part=part,
        )
