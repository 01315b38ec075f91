"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "agencies", "law", "workflow", "deadlines", "accounts", "identity", "evidence", "letters", "complaints",
    "investigations", "persons", "hearings", "tasks", "consultations", "sanctions", "clearance", "figures", "exchange",
    "search", "worklists", "privacy", "notifications", "desk", "deploy",
]  # fmt: skip


@cache
def files() -> list[Path]:
    """Every file of the project: what is committed or about to be, nothing that is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*, tests: bool = False) -> list[Path]:
    """The Python files of the rooms, migrations left out; those of the tests too when asked."""
    rooms = [*ROOMS, "tests"] if tests else ROOMS
    own = [path for path in files() if path.suffix == ".py" and named(path).split("/")[0] in rooms]
    return [path for path in own if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))
