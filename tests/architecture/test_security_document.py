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


ASVS = (ROOT / "docs" / "asvs.md").read_text()
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| .+? \| (met|operator|n/a|not met) \| (.*) \|$", ASVS, re.M)


def test_the_standard_has_every_requirement_of_both_levels_once():
    assert len(ROWS) == len({number for number, *_rest in ROWS}) == 253
    assert sum(level == "1" for _number, level, *_rest in ROWS) == 70


def test_what_is_met_names_what_proves_it_and_what_is_not_says_why():
    for number, _level, state, proof in ROWS:
        assert proof or state == "n/a", number
        if state == "met":
            assert re.fullmatch(r"`(make \w+|[\w/]+\.py(::\w+)?)`", proof), number


def test_every_test_that_the_standards_table_names_is_there():
    for path, name in re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", ASVS):
        text = (ROOT / "tests" / path).read_text()
        assert not name or f"def {name}(" in text, f"{path}::{name}"
