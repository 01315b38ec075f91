"""docs/law.md says what the engine does."""

import re
from datetime import date

import pytest

from agencies.models import Territory
from law.assessing import Question, assess
from law.decision_table import PHASES, decision_table
from law.models import Violation

pytestmark = pytest.mark.usefixtures("reference")
DAY = {"BEFORE_DESIGNATION": date(2024, 9, 1), "AFTER_DESIGNATION": date(2024, 10, 1), "NO_ELECTION": date(2026, 1, 5)}


def rows() -> list[list[str]]:
    lines = decision_table().split("## Instruments")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_each_line_of_the_table_is_what_the_engine_answers():
    bekasi = Territory.objects.get(pk="32.75")
    table = rows()
    assert len(table) == Violation.objects.count()
    for code, *cells in table:
        asked = Violation.objects.get(pk=code.strip("`"))
        for phase, cell in zip(PHASES, cells, strict=False):
            answer = assess(Question(asked, DAY[phase], date(2026, 11, 22), territory=bekasi))
            said = re.findall(r"`([A-Z0-9-]+)`", cell) or [asked.code]
            assert [answer.applies.code, *(row.code for row in answer.alternatives)] == said
