"""Reads of the complaints room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Q, When

from complaints.actions import message_purpose, receipt_digest
from complaints.models import Complaint, Message, Mode
from complaints.wording import told_alike
from identity.report_keys import Destroyed, ReportCipher, cipher_for, is_sealed
from workflow.actors import Reporter
from workflow.sealing import open_sealed

NEAR = timedelta(days=7)


@dataclass(frozen=True)
class ReadMessage:
    """A message as both sides read it; `sender` is REPORTER or OFFICER."""

    id: int
    sender: str
    text: str
    at: datetime
    question: bool


def by_receipt(reference: str, code: str) -> Complaint | None:
    """The complaint that this reference and this code open together; the same work for every kind of wrong."""
    complaint = Complaint.objects.filter(receipt_digest=receipt_digest(code)).select_related("access").first()
    fits = complaint is not None and _plain(complaint.reference) == _plain(reference)
    return complaint if fits else None


def reporter_of(complaint: Complaint) -> Reporter:
    """Who acts when the receipt code of this complaint was shown."""
    return Reporter(complaint.access_id, anonymous=complaint.mode == Mode.ANONYMOUS)


def _plain(reference: str) -> str:
    return "".join(c for c in reference.upper() if c.isalnum()).translate(str.maketrans("ILO", "110"))


def messages_of(complaint: Complaint) -> list[ReadMessage]:
    """All messages between the reporter and the officers, oldest first; of an anonymous reporter the time is the day alone.

    Of a report whose key was destroyed there are none.
    """
    rows = list(complaint.messages.order_by("pk"))
    try:
        cipher = cipher_for(complaint.access_id) if rows else None
    except Destroyed:
        return []
    return [ReadMessage(m.pk, m.sender, _text_of(m, complaint, cipher), m.at, m.question) for m in rows]


def _text_of(message: Message, complaint: Complaint, cipher: ReportCipher | None) -> str:
    """Rows from before there were keys of reports are under FIELD_KEYS until `resealing` has moved them."""
    purpose = message_purpose(complaint)
    if cipher is not None and is_sealed(message.sealed):
        return cipher.open(message.sealed, purpose=purpose)
    return open_sealed(message.sealed, purpose=purpose)


def likely_duplicates(complaint: Complaint, user) -> list[Complaint]:
    """Up to five complaints that tell the same in much the same words, name a same person (NIP, or name) or happened
    nearby within a week, likeliest first.
    """
    people, alike = list(complaint.people.all()), told_alike(complaint, user)
    same = Q(pk__in=alike)
    for person in people:
        if person.nip:
            same |= Q(people__nip=person.nip)
        if person.name:
            same |= Q(people__name__iexact=person.name)
    if complaint.incident_date and complaint.territory_id:
        days = (complaint.incident_date - NEAR, complaint.incident_date + NEAR)
        same |= Q(territory=complaint.territory_id, incident_date__range=days, kind=complaint.kind)
    found = (
        Complaint.objects.visible_to(user).filter(same).exclude(pk=complaint.pk).exclude(stage=Complaint.Stage.MERGED)
    )
    told = Case(When(pk__in=alike, then=1), default=0)
    ranked = found.annotate(shared=Count("people"), told=told).order_by("-told", "-shared", "-created_at")
    return list(ranked.select_related("territory", "access").distinct()[:5])


def opened_complaint(pk: str | None) -> Complaint | None:
    """The complaint whose code was shown a moment ago, by the id in the signed cookie."""
    return Complaint.objects.filter(pk=pk).select_related("access", "territory", "merged_into").first() if pk else None
