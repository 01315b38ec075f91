"""Reads of consultations."""

from agencies.models import Agency, Officer
from consultations.models import ANSWERS, Consultation

MOST = 100


def of_subject(subject, user) -> list[Consultation]:
    """The questions about a complaint or case, oldest first. One query."""
    rows = Consultation.objects.visible_to(user).filter(subject_access=subject.access_id)
    return list(rows.select_related("agency", "asked_by", "answered_by", "rule", "letter").order_by("asked_at", "pk"))


def listed_for(user) -> tuple[list[Consultation], list[Consultation]]:
    """Open ones, the most urgent first, and the last that ended."""
    rows = Consultation.objects.visible_to(user).select_related("agency", "access")
    ended = rows.exclude(pk__in=rows.open().values("pk")).order_by("-asked_at")
    return list(rows.open().order_by("due_date", "pk")[:MOST]), list(ended[:MOST])


def bodies() -> list[str]:
    """The names of bodies that have an account here."""
    people = Officer.objects.filter(is_active=True, agency__isnull=False).prefetch_related("roles")
    codes = {officer.agency_id for officer in people if officer.may(ANSWERS)}
    return list(Agency.objects.filter(pk__in=codes).order_by("name").values_list("name", flat=True))


def accesses_about(subject) -> list[int]:
    """The Access rows of the questions about a complaint or case: their events belong to its timeline."""
    return list(Consultation.objects.filter(subject_access=subject.access_id).values_list("access_id", flat=True))
