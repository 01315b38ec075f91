"""What other rooms' pages show of consultations."""

from django import template
from django.utils import timezone

from consultations.actions import may_ask, unended
from consultations.duties import unmet
from consultations.queries import of_subject
from workflow.verbs import kind_of

register = template.Library()


@register.inclusion_tag("consultations/_of.html", takes_context=True)
def consultations_of(context, subject):
    """The questions about a complaint or case, and what still has to be asked."""
    user = context["user"]
    open_ = subject.stage in unended(subject)
    return {
        "asked": of_subject(subject, user),
        "duties": unmet(subject, on=timezone.localdate()) if open_ and subject.stage in _before(subject) else [],
        "asking": open_ and may_ask(subject, user),
        "place": f"/petugas/{kind_of(subject.KIND).slug}/{subject.reference}/konsultasi/",
        "today": timezone.localdate(),
    }


def _before(subject) -> list:
    """The stages in which other bodies are asked: before the plenary."""
    return type(subject).WORKING if subject.KIND == "case" else type(subject).OPEN


@register.inclusion_tag("consultations/_duties.html")
def consultation_warning(subject, verb):
    """Before a case goes to the plenary: what was not asked or not answered yet."""
    concerned = subject.KIND == "case" and verb.name == "deliberate"
    return {"duties": unmet(subject, on=timezone.localdate()) if concerned else [], "warning": True}
