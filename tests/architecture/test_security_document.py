"""The table of docs/security.md names tests that are there, and every requirement on files has a row."""

import re

from tests.architecture.sources import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_the_table_names_is_there():
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT))
    assert len(named) > 25
    lost = [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / "tests" / path).read_text()]
    assert lost == []


def test_every_requirement_on_files_has_a_row():
    assert set(re.findall(r"^\| F(\d+) ", TEXT, re.M)) == {str(number) for number in range(1, 12)}
