"""Every benchmark is listed, and its runner copes with what it finds."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.__main__ import FIELDS, SUBJECTS, measured, shown  # noqa: E402


def test_every_module_of_benchmarks_is_listed_and_can_run():
    modules = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem[0] != "_"}
    assert set(SUBJECTS) == modules
    for name in SUBJECTS:
        tree = ast.parse((ROOT / "benchmarks" / f"{name}.py").read_text("utf-8"))
        assert "run" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_fault_in_one_benchmark_is_a_row_and_hides_no_other(capsys):
    [row] = measured("there_is_no_such_subject", quick=True)
    assert set(FIELDS) <= set(row)
    assert row["note"].startswith("FAILED")
    shown([row])
    assert "FAILED" in capsys.readouterr().out
