"""The decision table in docs/law.md, written from the data files so that a human can check what the engine goes by."""

from collections.abc import Sequence

from agencies.loading import read_json
from law.assessing import fits
from law.loading import DATA
from law.models import Instrument, LegalNote, Violation
from law.phases import Phase

PHASES = (Phase.BEFORE, Phase.AFTER, Phase.NONE)
HEAD = """# What the law says

Rows of the catalogue follow the day of the incident, discipline the day of the decree (PP 94/2021 art. 40). Everything here
is data: `law/data`, changed on the site by an administrator with a second one's approval.
`manage.py write_docs` writes this page.

"""


def decision_table() -> str:
    """Markdown: every row of the catalogue in every phase, then instruments, rules, and what is disputed or unknown."""
    rows = [Violation(**row) for row in read_json(DATA / "violations.json")]
    parts = ["## Which row answers\n", _answers(rows), "## Instruments\n", _instruments()]
    parts += ["## Rules of reckoning\n", _rules(), "## Disputed or unknown\n", _notes()]
    return HEAD + "\n".join(parts)


def _answers(rows: Sequence[Violation]) -> str:
    by_code = {row.code: row for row in rows}
    lines = []
    for row in rows:
        cells = [_answer(row, phase, by_code) for phase in PHASES]
        lines.append(
            [
                f"`{row.code}`",
                *cells,
                row.regime,
                row.default_level or "–",
                row.default_sanction_id or "–",
                row.certainty,
            ]
        )
    names = ["asked", *(f"{phase}" for phase in PHASES), "regime", "level", "usual sanction", "certainty"]
    return _table(names, lines)


def _answer(row: Violation, phase: Phase, by_code: dict[str, Violation]) -> str:
    if fits(row, phase):
        return f"`{row.code}`"
    others = row.turns_into or ([row.twin_id] if row.twin_id else [])
    fitting = [f"`{code}`" for code in others if fits(by_code[code], phase)]
    return " or ".join(fitting) or "conflict: another phase is required"


def _instruments() -> str:
    names = ["instrument", "follows", "for", "from", "to", "source"]
    return _table(names, [_instrument(Instrument(**row)) for row in read_json(DATA / "instruments.json")])


def _instrument(row: Instrument) -> list[object]:
    who = ", ".join(row.respondent_kinds) or "all"
    return [f"`{row.code}`", row.follows.lower(), who, row.valid_from, row.valid_to or "", row.source]


def _rules() -> str:
    rows = read_json(DATA / "rules.json")
    return _table(
        ["rule", "says", "source", "certainty"],
        [[f"`{r['code']}`", r["title_en"], r["source"], r["certainty"]] for r in rows],
    )


def _notes() -> str:
    words = {LegalNote.Kind.CONFLICT.value: "disputed", LegalNote.Kind.UNKNOWN.value: "unknown"}
    rows = [LegalNote(**row) for row in read_json(DATA / "legal_notes.json")]
    lines = [[f"`{row.code}`", words[row.kind], row.text_en, row.source] for row in rows]
    return _table(["note", "", "text", "source"], lines)


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"
