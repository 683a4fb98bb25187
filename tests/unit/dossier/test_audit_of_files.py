"""Audits of files: bounded, every row told of, what was known then, and projections linked."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steelyard.claims.claim import Claim, Document
from steelyard.claims.decide import decide
from steelyard.claims.outcome import Reading
from steelyard.claims.periods import spans
from steelyard.claims.read import DOMAINS, Words, actors, read_file, read_rows
from steelyard.dossier.audit.audit import audit, audit_of_pair, known_quantities
from steelyard.dossier.audit.editions import Editions
from steelyard.dossier.audit.readings import gather
from steelyard.dossier.audit.scores import pair_of
from steelyard.dossier.audit.world import World
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.reference.dataset import address_day, load
from steelyard.vocabulary.errors import UnreadableFile
from steelyard.vocabulary.estimate import Estimate

WORDS = Words(actors(), DOMAINS, known_quantities())
GOOD = {
    "id": "a1", "title": "China is a fifth of Kazakh trade", "domain": "trade",
    "actors": "KAZ;CHN", "quantity": "trade.partner_share", "relation": "approx", "value": "20",
    "unit": "percent", "period": "2019",
}  # fmt: skip
ROWS = 5000


def test_thousands_of_rows_are_each_judged_or_refused():
    states = ("RUS", "CHN", "KAZ", "KGZ")
    rows = (
        {
            **GOOD, "id": f"n{n}", "actors": f"{states[n % 4]};{states[(n + 1) % 4]}",
            "period": "soon" if n % 10 == 0 else str(2000 + n % 20),
        }
        for n in range(ROWS)
    )  # fmt: skip
    steps: list[float] = []
    ledger = read_rows(rows, "many", WORDS)
    found = audit(ledger, progress=lambda _, done: steps.append(done))
    assert (found.rows, len(found.verdicts), found.refused_rows) == (ROWS, ROWS * 9 // 10, 500)
    assert {refusal.row for refusal in found.refusals} == set(range(1, ROWS + 1, 10))
    assert len(steps) > 20
    assert steps == sorted(steps)
    # evidence is found once, however many rows speak of it
    assert len(found.courses) <= 16


TEXT = st.text(max_size=40)
CELLS = st.fixed_dictionaries(
    {name: st.one_of(st.just(text), TEXT) for name, text in GOOD.items()},
    optional={
        "said": TEXT, "means": TEXT, "tolerance": TEXT, "as_of": TEXT, "modality": TEXT,
        "document": st.sampled_from(("", "s001", "x")), "test_window": TEXT,
    },
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.one_of(CELLS, st.dictionaries(TEXT, TEXT, max_size=4)), max_size=6))
def test_any_rows_are_judged_or_refused(rows):
    found = audit(read_rows(rows, "any", WORDS))
    assert found.rows == len(rows) == len(found.verdicts) + found.refused_rows
    assert {refusal.row for refusal in found.refusals} <= set(range(1, len(rows) + 1))


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
) + "claims:\n- id: *i\n"  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.yaml", BOMB.encode()),
        ("deep.yaml", b"[" * 5000),
        ("wide.csv", b"id,title,domain,actors,quantity,relation,period\n" + b"x" * 200_000),
        ("utf16.csv", "id,title,domain,actors,quantity,relation,period\n".encode("utf-16")),
        ("latin.csv", "id,title,domain\n\xe9".encode("latin-1")),
    ],
)
def test_what_no_ledger_can_be_is_refused_in_words(tmp_path: Path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=name):
        read_file(path, known_quantities())


def test_a_row_of_the_wrong_shape_is_refused_and_the_others_are_judged(tmp_path: Path):
    path = tmp_path / "c.csv"
    good = ",".join(GOOD.values())
    path.write_text(f"{','.join(GOOD)}\n{good}\nx,y\n{good},more\n{'z' * 3000}{good}\n\0{good}\n")
    ledger = read_file(path, known_quantities())
    assert (ledger.rows, [each.id for each in ledger.claims]) == (5, ["a1"])
    assert ledger.refused_rows == 4


def claim(said_value: str, day: date) -> Claim:
    return Claim("a", "", "t", "trade", ("RUS", "CHN"), "q", "value", (float(said_value),),
                 (said_value,), "ratio", spans("2010"), as_of=day)  # fmt: skip


def reading(role: str, point: float) -> Reading:
    value = Estimate(point, point, point, 0.9, "made up")
    return Reading(f"{role} edition", role, value, "ratio", "2010", "at", (), (), "count")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("then", "verdict"), [(2.0, "holds"), (5.0, "depends on vintage")]
)  # fmt: skip
def test_a_verdict_that_turns_with_the_edition_depends_on_the_vintage(then, verdict):
    made = decide(claim("2", date(2012, 1, 1)), (reading("main", 2.0), reading("vintage", then)),
                  DEFAULT_AS_OF)  # fmt: skip
    assert made.verdict == verdict


def test_only_what_was_out_counts_as_known_then():
    world = World(load(DEFAULT_AS_OF))
    world.document = Document("x", "t", "a", date(2025, 6, 30))
    said = read_rows(
        [{**GOOD, "quantity": "macro.gdp_ratio", "domain": "macro", "relation": "ratio",
          "actors": "CHN;RUS", "value": "10", "unit": "ratio", "period": "2021"}], "t", WORDS,
    ).claims[0]  # fmt: skip
    readings = gather(said, world).readings
    now = Editions(world).then(said, readings)
    assert now.readings
    for each in now.readings:
        assert each.role == "vintage"
        assert all(world.data.origins[name].published <= now.day for name in each.origins)
    world.document = Document("x", "t", "a", date(2024, 6, 30))  # before that edition
    assert Editions(world).then(said, readings).readings == ()


def test_addresses_tell_days_only_where_they_hold_one():
    assert address_day("https://x.org/2022-03/17/c.htm") == date(2022, 3, 17)
    assert address_day("https://x.org/20170629/827620996.html") == date(2017, 6, 29)
    assert address_day("https://x.org/20171329/a.html") is None
    assert address_day("https://x.org/a-2017-06-29-b.html") is None


def test_a_claim_that_is_a_projection_shows_its_score():
    found = audit(only=["s002-c21", "s003-c94"])
    linked = found.find("s002-c21")
    assert linked is not None
    score = found.projection(linked.projection)
    assert score is not None
    assert "s002-c21" in score.claims
    assert found.find("s003-c94").projection == ""


def test_the_dossier_has_the_audit_of_its_own_pair_only():
    data = load(DEFAULT_AS_OF)
    one, other = pair_of(read_built_in())
    assert audit_of_pair(data, request(one, "KAZ")) is None
    made = audit_of_pair(data, request(other, one))
    assert made == audit()


def read_built_in():
    from steelyard.claims.read import built_in

    return built_in()
