"""What is installed is pinned by hash, and each dependency says why it is there."""

import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

LOCKS = ["base", "test"]


def pinned(name: str) -> dict[str, int]:
    """The packages of a lock, and how many hashes each has."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {re.split(r"[=\[ ]", line)[0].lower().replace("_", "-"): line.count("--hash=sha256:") for line in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_by_hash(name):
    packages = pinned(name)
    assert len(packages) > 30
    assert [package for package, hashes in packages.items() if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text


def test_every_dependency_is_locked_and_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    for wanted in tomllib.loads(text)["project"]["dependencies"]:
        package = re.split(r"[\[<>=]", wanted)[0].lower().replace("_", "-")
        assert package in pinned("base"), package
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{wanted}"'))
        assert "#" in line, f"{package} does not say why"
