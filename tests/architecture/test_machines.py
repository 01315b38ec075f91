"""Every stage machine is guarded: each verb by a person and an explicit stage, each stage by the database."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import CheckConstraint

from deploy.generated import documents, machines, right_of, stage_field, transitions
from tests.architecture.sources import modules, named, tree
from workflow.verbs import kinds

EVERY = [
    pytest.param(model, each, id=f"{model.KIND}.{each.name} from {each.source}")
    for model in machines()
    for each in transitions(model)
]


@pytest.mark.parametrize(("model", "each"), EVERY)
def test_every_transition_names_who_may_and_from_where(model, each):
    assert right_of(each).startswith(f"{model.KIND}."), "a permission made by holds(), on a right of this kind"
    assert each.source in [value for value, _label in stage_field(model).flatchoices]


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.KIND)
def test_the_database_refuses_a_stage_that_does_not_exist(model):
    field = stage_field(model)
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    allowed = [dict(check.condition.children).get(f"{field.name}__in") for check in checks if len(check.condition) == 1]
    stages = {value for value, _label in field.flatchoices}
    assert stages in [set(stages_) for stages_ in allowed if stages_]


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.KIND)
def test_a_stage_can_only_be_set_by_its_machine(model):
    assert stage_field(model).protected


def test_every_kind_that_acts_is_a_machine_with_a_verb_for_each_transition():
    for kind in kinds():
        assert set(kind.verbs) <= {each.name for each in transitions(kind.model)}, kind.name


def tracked() -> set[str]:
    return {model.__name__ for model in machines()} | {"Respondent", "Finding"}


def calls(path: Path) -> list[ast.Call]:
    return [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


def on_tracked(call: ast.Call) -> bool:
    names = {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)}
    return bool(names & tracked())


MEANT_TO = {"privacy/erasing/acts.py"}  # what is erased must leave no history


def test_nothing_with_a_history_is_changed_behind_its_back():
    silent = {"update", "bulk_update", "bulk_create"}
    found = [
        f"{named(path)}:{call.lineno}"
        for path in modules()
        if named(path) not in MEANT_TO
        for call in calls(path)
        if call.func.attr in silent and on_tracked(call)
    ]
    assert found == []


def test_no_view_begins_with_everything():
    def is_view(path: Path) -> bool:
        return path.name in {"views.py", "api.py"} or "views" in path.parts or "api" in path.parts

    found = [
        f"{named(path)}:{call.lineno}"
        for path in modules()
        if is_view(path)
        for call in calls(path)
        if call.func.attr == "all" and isinstance(call.func.value, ast.Attribute) and call.func.value.attr == "objects"
    ]
    assert found == []


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_generated_documents_are_fresh():
    stale = [path.name for path, text in documents().items() if not path.exists() or path.read_text() != text]
    assert stale == [], "run `make fix`"


def test_a_stale_document_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr("deploy.generated.DOCS", tmp_path)
    with pytest.raises(CommandError, match=r"states\.md"):
        call_command("write_docs", check=True)
