"""What a page of the desk may be about: subjects that this reader sees here, everything else does not exist (404)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from complaints.models import Complaint
from investigations.models import Case
from sanctions.models import Recommendation
from workflow import access_records

# An agency sees its recommendations too, but at its own counter: here the authority's rights are asked for.
ENTRY = {
    "complaint": ("complaint.view", "complaint.view_referred"),
    "case": ("case.view", "case.view_plenary"),
    "recommendation": ("recommendation.view",),
}
WITH = {
    Complaint: ("access__authority", "territory", "election", "merged_into", "case_complaint__case"),
    Case: ("access__authority", "territory", "assignee"),
    Recommendation: (
        "access__authority",
        "case__territory",
        "respondent__agency",
        "sanction",
        "letter__authority",
        "letter__agency",
        "decree_sanction",
    ),
}
MODELS = {"complaint": Complaint, "case": Case, "recommendation": Recommendation}


def seen(kind: str, reference: str, user, *, right: str = ""):
    """What a page of this reader is about, and a record that they saw it.

    Raises Http404 for what they do not see, PermissionDenied where they lack the right that the page asks for.
    """
    subject = found(kind, reference, user)
    if right and not user.may(right):
        raise PermissionDenied(right)
    access_records.read(subject, by=user, at=timezone.now())
    return subject


def found(kind: str, reference: str, user):
    """The subject by its reference, with what every page of it shows, before anything of it is shown. Raises Http404."""
    if not any(user.may(right) for right in ENTRY[kind]):
        raise Http404(reference)
    model = MODELS[kind]
    subject = model.objects.visible_to(user).select_related(*WITH[model]).filter(reference=reference).first()
    if subject is None:
        raise Http404(reference)
    return subject
