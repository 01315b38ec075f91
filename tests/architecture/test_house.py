"""The house keeps its shape: layers, small files, one name for one thing, nothing that ties it to a machine."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, files, modules, named, tree

LONGEST = 400  # lines
FORBIDDEN = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py"}
WORDS = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".json", ".yaml", ".yml", ".sh", ""}
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "--index" + "-url http",
]
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/\w")


def text_files() -> list[Path]:
    return [
        path
        for path in files()
        if path.suffix in WORDS and path.stat().st_size < 2_000_000 and b"\0" not in path.read_bytes()
    ]


def test_a_later_room_knows_the_earlier_ones_and_never_the_reverse():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_module_reaches_itself_through_its_imports():
    own = {named(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in modules()}
    known = {name: imported(path, set(own)) - {name} for name, path in own.items()}
    assert list(cycles(known)) == []


def imported(path: Path, own: set[str]) -> set[str]:
    """The project's modules that a module imports by name."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            if any(f"{node.module}.{alias.name}" not in own for alias in node.names):
                found.add(node.module)
    return found & own


def cycles(known: dict[str, set[str]]):
    """Modules left when those that import nothing unsettled are taken away again and again."""
    left = dict(known)
    while settled := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in settled:
            del left[name]
    return left


def test_nothing_is_imported_inside_a_function():
    """Except in `apps.py`, whose ready() may only import once the models are loaded."""
    hidden = [
        f"{named(path)}:{inner.lineno}"
        for path in modules(tests=True)
        if path.name != "apps.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_file_is_too_long_to_read():
    code = [
        path for path in files() if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
    ]
    long = {named(path): lines for path in code if (lines := len(path.read_text().splitlines())) > LONGEST}
    assert long == {}


def test_no_file_is_named_after_nothing():
    assert [named(path) for path in modules(tests=True) if path.name in FORBIDDEN] == []


def test_only_the_maintained_state_machine_is_installed():
    assert version("django-fsm-2")
    with pytest.raises(PackageNotFoundError):
        version("django-fsm")


def test_no_file_names_a_package_registry():
    found = [named(path) for path in text_files() if any(host in path.read_text() for host in REGISTRIES)]
    assert found == []


def test_no_file_names_a_folder_of_somebodys_machine():
    found = [
        f"{named(path)}: {match.group()}" for path in text_files() for match in MACHINE_PATHS.finditer(path.read_text())
    ]
    assert found == []


def wishes() -> str:
    return (ROOT / "pyproject.toml").read_text().split("dependencies = [", 1)[1].split("\n]", 1)[0]


def test_every_dependency_says_why_it_is_there():
    lines = wishes().splitlines() + (ROOT / "requirements" / "test.in").read_text().splitlines()[1:]
    assert [line for line in lines if line.strip() and "#" not in line] == []


def test_every_locked_package_has_a_hash():
    for lock in ("base.txt", "test.txt"):
        text = (ROOT / "requirements" / lock).read_text()
        pinned = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
        assert pinned and all(line.endswith("\\") for line in pinned)


def test_the_lock_answers_the_wishes():
    wished = re.findall(r'^ {4}"([A-Za-z0-9._-]+)', wishes(), re.M)
    locked = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements/base.txt").read_text(), re.M)
    assert {plain(name) for name in wished} <= {plain(name) for name in locked}


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_commands_that_the_documents_name_exist():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    done = subprocess.run(
        [sys.executable, "manage.py", "help", "--commands"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    commands = set(done.stdout.split())
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text() if (ROOT / name).exists() else ""
        assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)", text)) <= targets, name
        assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands, name


def test_data_files_can_be_read():
    for path in files():
        if path.suffix == ".json":
            json.loads(path.read_text())
