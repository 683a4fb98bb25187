"""What holds for the whole package: imports, sizes, names, docstrings, no trace of a machine."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "steelyard"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 400  # lines
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
HEAVY = ("duckdb", "fastexcel", "jax", "numpy", "pandas", "polars", "pyarrow", "pydantic")
HEAVY += ("jinja2", "pyreadr", "rdata", "scipy", "vl_convert")

# Hosts of package registries and folders of build machines have no place in what is shipped.
REGISTRIES = r"pypi\.org|pythonhosted|registry\.npmjs|anaconda\.org|conda\.io|crates\.io"
MACHINES = r"(?<![\w.])/(?:root|home|work|tmp|Users|workspace|builds)/"
TEXTS = (".py", ".md", ".toml", ".json", ".csv", ".j2", ".css", ".js", ".txt")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def name_of(path: Path) -> str:
    """Dotted name of a module."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_imports_point_down():
    pytest.importorskip("importlinter")
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = python("-c", command)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['steelyard', '--help']\n"
        "from steelyard.interfaces.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', *sorted(set({HEAVY}) & set(sys.modules)))"
    )
    done = python("-c", code)
    assert "Usage: steelyard" in done.stdout
    assert done.stdout.splitlines()[-1] == "HEAVY"


def test_the_package_itself_imports_nothing_heavy():
    done = python("-c", f"import steelyard, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))")
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_every_module_imports_without_a_warning():
    names = [name_of(path) for path in MODULES]
    code = f"from importlib import import_module\nfor name in {names}: import_module(name)"
    done = python("-W", "error", "-c", code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_file_is_too_long():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_module_is_a_drawer():
    assert [name_of(path) for path in MODULES if set(name_of(path).split(".")) & DRAWERS] == []


def undocumented(path: Path) -> list[str]:
    """Public classes, functions and methods of a module that say nothing of themselves."""
    found = []

    def visit(node: ast.AST, name: str) -> None:
        if ast.get_docstring(node) is None:  # type: ignore[arg-type]
            found.append(name)
        if isinstance(node, ast.FunctionDef):
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef) and child.name[0] != "_":
                visit(child, f"{name}.{child.name}")

    visit(ast.parse(path.read_text("utf-8")), name_of(path))
    return found


def test_everything_public_has_a_docstring():
    missing = [name for path in MODULES for name in undocumented(path)]
    assert missing == []


def test_nothing_shipped_names_a_registry_or_a_folder_of_a_build_machine():
    files = [path for path in SOURCE.rglob("*") if path.suffix in TEXTS]
    files += [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    files += [*(ROOT / "docs").rglob("*.md"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    pattern = re.compile(f"{REGISTRIES}|{MACHINES}")
    named = {
        str(path.relative_to(ROOT)): found.group()
        for path in files
        if path.is_file() and (found := pattern.search(path.read_text("utf-8")))
    }
    assert named == {}


def test_no_two_test_files_share_a_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
