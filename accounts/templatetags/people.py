"""What other rooms show of this one: mails that came back, and what waits for a head."""

from django import template
from django.utils import timezone

from accounts import contacts
from accounts.people_tasks import tasks_of

register = template.Library()


@register.inclusion_tag("accounts/people/_bounced.html", takes_context=True)
def bounced_mail(context, subjects):
    """Mails about one or several subjects (with `reference`) that came back; nothing where none did."""
    rows = subjects if isinstance(subjects, (list, tuple)) else [subjects]
    references = [row.reference for row in rows]
    found = contacts.bounced_about(references) if references else []
    return {"rows": found, "user": context.get("user")}


@register.inclusion_tag("accounts/people/_waiting.html", takes_context=True)
def waiting_for_head(context):
    """How much waits for this head, with the way there; nothing for whoever is none."""
    user = context["user"]
    tasks = tasks_of(user, today=timezone.localdate())
    return {"tasks": tasks, "late": any(task.late for task in tasks), "user": user}
