"""What the written pages name is there: files, tests, numbers of laws and decisions."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAWS = (ROOT / "docs" / "law" / "README.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
GUIDE = ROOT / "CONTRIBUTING.md"
PATH = re.compile(r"`((?:src|tests|docs|benchmarks)/[\w./-]+?)(?:::(\w+))?`")
PAGES = [ROOT / "docs" / "law" / "README.md", *DECISIONS, GUIDE]


def functions(file: Path) -> set[str]:
    """Names of the functions of a file."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_test_that_a_page_names_is_there(page: Path):
    for name, function in PATH.findall(page.read_text("utf-8")):
        assert (ROOT / name).exists(), name
        assert not function or function in functions(ROOT / name), f"{name}::{function}"


def test_every_law_says_where_it_is_enforced_and_tested():
    laws = re.split(r"^## (?=\d)", LAWS, flags=re.M)[1:]
    assert [int(law.split(".")[0]) for law in laws] == list(range(1, 13))
    for law in laws:
        if not law.startswith("8."):  # there is no counterfactual to hold to it yet
            assert "- Enforced: `src/" in law, law[:60]
            assert "- Tested: `tests/" in law, law[:60]


def test_laws_are_cited_by_numbers_that_exist():
    for file in (ROOT / "src").rglob("*.py"):
        cited = re.findall(r"\blaws? (\d+)(?:(?:,| and| to) (\d+))*", file.read_text("utf-8"))
        numbers = [int(number) for pair in cited for number in pair if number]
        assert all(1 <= number <= 12 for number in numbers), file.name


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_every_decision_has_its_five_parts_on_one_page(page: Path):
    text = page.read_text("utf-8")
    for part in ("Context", "Decision", "Alternatives", "Consequences"):
        assert f"**{part}.**" in text, part
    assert "**How we will know it was wrong.**" in text
    assert len(text.splitlines()) <= 50
    assert text.startswith(f"# {int(page.name[:4])}. ")


def test_decisions_are_numbered_without_gaps_and_listed():
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    for page in DECISIONS:
        assert f"({page.name})" in listed


def test_the_guide_for_contributors_is_short():
    assert len(GUIDE.read_text("utf-8").splitlines()) <= 150
