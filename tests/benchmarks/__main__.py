"""Runs the benchmarks (or ONLY one) on a database of their own, one JSON line each to var/bench.jsonl and the screen."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


SERVICES = (
    "DATABASE_URL",
    "REDIS_URL",
    "SEARCH_URL",
    "CLAMD_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "LOG_KEY",
    "ALLOWED_HOSTS",
)
EMBEDDED = ("search_fts",)  # measured on SQLite, whatever services are up


def embedded(name: str) -> int:
    """One benchmark of the embedded default, in a process of its own without the services."""
    env = {key: value for key, value in os.environ.items() if key not in SERVICES}
    with tempfile.TemporaryDirectory() as data:
        env |= {"ONLY": name, "DATA_DIR": data}
        return subprocess.run([sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, env=env).returncode


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    only, scale = os.environ.get("ONLY", ""), int(os.environ.get("SCALE") or 100_000)
    if os.environ.get("DATABASE_URL") and only in EMBEDDED:
        return embedded(only)
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if only and only not in names:
        print(f"no benchmark {only}; there are {', '.join(names)}")
        return 1
    if search := os.environ.pop("SEARCH_URL", ""):  # the others measure the embedded index
        os.environ["TEST_SEARCH_URL"] = search
    else:
        names = [name for name in names if not name.startswith("elastic_")]
        print("the search service is left out: no SEARCH_URL")
    if not os.environ.get("DATABASE_URL"):
        names = [name for name in names if name not in ("search_postgres", "sockets")]
    django.setup()
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_reference", verbosity=0)
        for name in [only] if only else names:
            if name in EMBEDDED and os.environ.get("DATABASE_URL"):
                embedded(name)
            else:
                report(name, scale)
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


def report(name: str, scale: int) -> None:
    """Measure one and write its line: {"name", "value", "baseline", "ratio", "unit", "scale"}."""
    measured = importlib.import_module(f"tests.benchmarks.bench_{name}").measure(scale)
    ratio = round(measured["value"] / measured["baseline"], 3)
    line = json.dumps({"name": name, **measured, "ratio": ratio, "scale": scale}, ensure_ascii=False)
    target = ROOT / "var" / "bench.jsonl"
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as file:
        file.write(line + "\n")
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
