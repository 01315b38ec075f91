"""What can be done with tasks and notes. Each action is one unit of work: the change and its event, or neither."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from investigations.actions import add_statement
from investigations.models import Case, Statement
from tasks.mentioning import mentioned
from tasks.models import Task
from tasks.people import colleagues
from workflow.access import reaches
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn
from workflow.verbs import kind_of

GIVES = {"case": ("case.note", "case.assign"), "complaint": ("complaint.verify", "message.write")}
BATCH = 200


def give(subject, *, by, title: str, owner, due_date: date, at: datetime | None = None) -> Task:
    """Ask a colleague to do something on a complaint or case. Raises PermissionDenied, ValidationError, MovedOn."""
    at = at or timezone.now()
    with unit_of_work():
        _allowed(subject, by)
        if subject.stage not in unended(subject):
            raise MovedOn(subject, "task")
        _check(subject, owner)
        task = Task.objects.create(
            access=subject.access,
            subject_kind=subject.KIND,
            subject_reference=subject.reference,
            title=title,
            owner=owner,
            due_date=due_date,
            by=by,
            at=at,
        )
        record(
            {"case": "case.task", "complaint": "complaint.task"}[subject.KIND],
            subject, by=by, at=at, task=task.pk, to=owner.username,
        )  # fmt: skip
    return task


def finish(task: Task, *, by, at: datetime | None = None) -> Task:
    """It is done: by its owner, or by whoever may give tasks here. Raises ValidationError when it was done before."""
    at = at or timezone.now()
    with unit_of_work():
        task, subject = _open(task, by)
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        record(
            {"case": "case.task_done", "complaint": "complaint.task_done"}[subject.KIND],
            subject, by=by, at=at, task=task.pk, to=task.by.username,
        )  # fmt: skip
    return task


def hand_on(task: Task, *, by, owner, due_date: date, at: datetime | None = None) -> Task:
    """To another colleague or another day. A new day may be overdue anew."""
    at = at or timezone.now()
    with unit_of_work():
        task, subject = _open(task, by)
        _check(subject, owner)
        task.owner, task.due_date, task.told_at = owner, due_date, None
        task.save(update_fields=["owner", "due_date", "told_at"])
        record(
            {"case": "case.task_pass", "complaint": "complaint.task_pass"}[subject.KIND],
            subject, by=by, at=at, task=task.pk, to=owner.username,
        )  # fmt: skip
    return task


def write_note(case: Case, *, by, text: str, at: datetime | None = None) -> Statement:
    """An internal note; whoever is called in it by @name hears of it. Raises ValidationError for a name that cannot be."""
    at = at or timezone.now()
    with unit_of_work():
        called = mentioned(text, case)
        note = add_statement(case, by=by, kind=Statement.Kind.NOTE, text=text, at=at)
        for officer in called:
            record("case.call", case, by=by, at=at, statement=note.pk, to=officer.username)
    return note


def tell_overdue(*, at: datetime) -> int:
    """Say once of every task whose day has passed that it is overdue; answers how many."""
    today = timezone.localdate(at)
    late = Task.objects.open().filter(told_at__isnull=True, due_date__lt=today).order_by("due_date", "pk")
    found = list(late.values_list("pk", flat=True)[:BATCH])
    for pk in found:
        _tell(pk, at)
    return len(found)


def round_of(key: str) -> None:
    """The routine: until nothing more is newly overdue."""
    at = timezone.now()
    while tell_overdue(at=at):
        pass


def _tell(pk: int, at: datetime) -> None:
    with unit_of_work():
        task = Task.objects.open().select_for_update().filter(pk=pk, told_at__isnull=True).first()
        if task is None:
            return
        task.told_at = at
        task.save(update_fields=["told_at"])
        subject = subject_of(task)
        record(
            {"case": "case.task_overdue", "complaint": "complaint.task_overdue"}[task.subject_kind],
            subject, by=SYSTEM, at=at, task=task.pk, to=task.owner.username,
        )  # fmt: skip


def subject_of(task: Task):
    """The complaint or case that a task is about."""
    model = kind_of(task.subject_kind).model
    return model._default_manager.select_related("access").get(reference=task.subject_reference)


def unended(subject) -> list:
    """The stages in which something is still to be done."""
    return type(subject).OPEN if subject.KIND == "complaint" else type(subject).UNENDED


def may_give(subject, by) -> bool:
    """May this officer give tasks on what they see?"""
    return any(by.may(right) for right in GIVES[subject.KIND])


def _open(task: Task, by):
    task = Task.objects.select_for_update().get(pk=task.pk)
    subject = subject_of(task)
    if task.owner_id != by.pk or not reaches(by, subject.access):
        _allowed(subject, by)
    if task.done_at:
        raise ValidationError(_("Tugas ini sudah selesai."))
    return task, subject


def _allowed(subject, by) -> None:
    if not (may_give(subject, by) and reaches(by, subject.access)):
        raise PermissionDenied("task")


def _check(subject, owner) -> None:
    if not colleagues(subject).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("Orang itu tidak melihat berkas ini, jadi tidak bisa diberi tugas.")})


EVERY = timedelta(hours=1)
