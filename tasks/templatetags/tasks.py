"""What other rooms' pages show of tasks."""

from django import template
from django.utils import timezone

from tasks.actions import may_give, unended
from tasks.models import RIGHTS, Task
from tasks.queries import of_subject
from workflow.verbs import kind_of

register = template.Library()
FIRST = 5


@register.inclusion_tag("tasks/_mine.html", takes_context=True)
def my_tasks(context):
    """The next things to do of who reads. One query."""
    user = context["user"]
    rows = Task.objects.visible_to(user).filter(owner=user, done_at__isnull=True).order_by("due_date", "pk")
    found = list(rows[: FIRST + 1])
    return {"tasks": found[:FIRST], "more": len(found) > FIRST, "today": timezone.localdate()}


@register.inclusion_tag("tasks/_of.html", takes_context=True)
def tasks_of(context, subject):
    """The open tasks of a complaint or case. One query."""
    user = context["user"]
    if not user.may(RIGHTS[subject.KIND]):
        return {"hidden": True}
    place = f"/petugas/{kind_of(subject.KIND).slug}/{subject.reference}/tugas/"
    giving = may_give(subject, user) and subject.stage in unended(subject)
    return {"tasks": of_subject(subject, user), "place": place, "giving": giving, "today": timezone.localdate()}
