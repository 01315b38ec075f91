"""Documents written from the code: the stage machines, and who may do what. `manage.py write_docs` keeps them fresh."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django_fsm import FSMField

from law.decision_table import decision_table
from notifications.table import notifications_table
from workflow.actors import SYSTEM, Reporter

DOCS = settings.ROOT / "docs"
ROLES = settings.ROOT / "agencies" / "data" / "roles.json"
HEAD = "<!-- Written by `manage.py write_docs`; change the code, not this file. -->\n"


def documents() -> dict[Path, str]:
    """Every generated document: where it stands and what it has to say now."""
    return {
        DOCS / "states.md": states(),
        DOCS / "permissions.md": permissions(),
        DOCS / "law.md": HEAD + decision_table(),
        DOCS / "notifications.md": HEAD + notifications_table(),
    }


def machines() -> list[Any]:
    """The models that move through stages, in the order of a report's way through the house."""
    staged = [
        model for model in apps.get_models() if stage_field(model) and not model.__name__.startswith("Historical")
    ]
    return sorted(staged, key=lambda model: ORDER.index(model.KIND))


def stage_field(model: Any) -> FSMField | None:
    return next((field for field in model._meta.fields if isinstance(field, FSMField)), None)


def transitions(model: Any) -> list:
    """The model's transitions, verbs in the order in which the model declares them, sources in the order of its stages."""
    field = stage_field(model)
    declared, stages = list(vars(model)), [value for value, _label in field.flatchoices]
    found = field.get_all_transitions(model)
    return sorted(found, key=lambda each: (declared.index(each.name), stages.index(each.source)))


def targets(each) -> list[str]:
    """Stages a transition can lead to from its source; the source itself when it does not move."""
    if each.target is None:
        return [each.source]
    return [str(target) for target in getattr(each.target, "allowed_states", [each.target])]


def moves(model: Any) -> Iterator[tuple[str, str, str]]:
    """(source, target, verb) of everything that moves; a target that is also a source of the same verb means staying."""
    every = transitions(model)
    for each in every:
        sources = {other.source for other in every if other.name == each.name}
        chosen = hasattr(each.target, "allowed_states")
        for target in targets(each):
            stays = each.target is None or (chosen and target in sources)
            if not stays:
                yield each.source, target, each.name


def states() -> str:
    parts = [HEAD, "# Stages and verbs\n", "One machine per model; a verb in no list below cannot happen.\n"]
    return "\n".join(parts + [_machine(model) for model in machines()])


def _machine(model: Any) -> str:
    field = stage_field(model)
    first = str(field.default)
    arrows = [f"    [*] --> {first}"] + [f"    {a} --> {b}: {verb}" for a, b, verb in moves(model)]
    diagram = "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])
    stages = "\n".join(f"| `{value}` | {label} |" for value, label in field.flatchoices)
    rows = "\n".join(_verb_rows(model))
    return (
        f"## {model.KIND}\n\n{diagram}\n\n| stage | shown as |\n| --- | --- |\n{stages}\n\n"
        f"| verb | from | to | right | facts |\n| --- | --- | --- | --- | --- |\n{rows}\n"
    )


def _verb_rows(model: Any) -> Iterator[str]:
    by_verb: dict[tuple, list] = {}
    for each in transitions(model):
        by_verb.setdefault((each.name, str(each.target), _facts(each)), []).append(each)
    for (name, _target, facts), group in by_verb.items():
        sources = ", ".join(f"`{each.source}`" for each in group)
        yield f"| `{name}` | {sources} | {_target_words(group)} | `{right_of(group[0])}` | {facts} |"


def _target_words(group: list) -> str:
    target = group[0].target
    if target is None:
        return "stays"
    if not hasattr(target, "allowed_states"):
        return f"`{target}`"
    sources = {each.source for each in group}
    return ", ".join(["stays", *(f"`{end}`" for end in targets(group[0]) if end not in sources)])


def _facts(each) -> str:
    return ", ".join(
        getattr(condition, "meaning", condition.__name__).replace("_", " ") for condition in each.conditions
    )


def right_of(each) -> str:
    """The right that a transition's permission asks for; empty when it names none."""
    return getattr(each.permission, "right", "")


def permissions() -> str:
    roles = json.loads(ROLES.read_text())
    verbs = [right for right in _verb_rights() if right]
    others = sorted({right for role in roles for right in role["rights"]} - set(verbs))
    parts = [
        HEAD,
        "# Who may do what\n",
        "Roles are data (`agencies/data/roles.json`), given by one person and agreed to by another. A right is\n"
        "asked together with the reach: own authority and regions, own agency, or the one report of a receipt code.\n",
        "## Verbs that act on a subject\n",
        _table(verbs, roles),
        "## Everything else\n",
        _table(others, roles),
    ]
    return "\n".join(parts)


def _verb_rights() -> list[str]:
    return list(dict.fromkeys(right_of(each) for model in machines() for each in transitions(model)))


def _table(rights: list[str], roles: list[dict]) -> str:
    columns: list[tuple[str, Callable[[str], bool]]]
    columns = [(role["code"], frozenset(role["rights"]).__contains__) for role in roles]
    columns += [("reporter", Reporter.RIGHTS.__contains__), ("system", SYSTEM.may)]
    head = "| right | " + " | ".join(name for name, _may in columns) + " |\n|" + " --- |" * (len(columns) + 1)
    rows = [
        "| `" + right + "` | " + " | ".join("●" if may(right) else "" for _name, may in columns) + " |"
        for right in rights
    ]
    return "\n".join([head, *rows]) + "\n"


ORDER = ["complaint", "evidence", "case", "recommendation", "unsealing"]
