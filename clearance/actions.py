"""Asking about candidates: one unit of work keeps who asked about whom and why, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clearance import queries
from clearance.models import Inquiry, Question, nip_digest
from clearance.wording import lines_of
from letters.actions import write
from letters.models import Letter
from workflow.access_records import Look, looked
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.sealing import seal

RIGHT = "clearance.ask"
MOST = 1_000  # people of one shortlist
VALID = timedelta(days=30)


@dataclass(frozen=True)
class Candidate:
    """Whom is asked about: a NIP that was checked, and the name on the panel's own list."""

    nip: str
    name: str = ""


def ask(candidates: Sequence[Candidate], *, purpose: str, by, at: datetime, channel: str) -> tuple[Inquiry, list]:
    """Answer, and keep that it was asked. Raises PermissionDenied, and ValidationError without a purpose or a person.

    Answers the inquiry and one Answer per person, in the order asked.
    """
    if not by.may(RIGHT) or by.authority_id is None:
        raise PermissionDenied(RIGHT)
    people = {each.nip: each for each in reversed(candidates)}
    people = {each.nip: people[each.nip] for each in candidates}
    _check(people, purpose)
    today = timezone.localdate(at)
    with unit_of_work():
        found = queries.answers(people, by=by, on=today)
        inquiry = _kept(people, found, purpose, by, at, channel)
        record("clearance.ask", inquiry, by=by, at=at, count=inquiry.count, channel=channel)
    return inquiry, list(found.values())


def _check(people: dict, purpose: str) -> None:
    if not purpose.strip():
        raise ValidationError({"purpose": _("Tulis untuk apa keterangan ini dipakai.")})
    if not people:
        raise ValidationError({"nip": _("Tulis satu NIP, atau pilih berkas daftarnya.")})
    if len(people) > MOST:
        raise ValidationError({"nip": _("Paling banyak %(most)s orang sekali tanya.") % {"most": MOST}})


def _kept(people: dict, found: dict, purpose: str, by, at: datetime, channel: str) -> Inquiry:
    inquiry = Inquiry(
        reference=new_reference("KET", at=at),
        access=Access.objects.create(authority_id=by.authority_id),
        asked_by=by,
        asked_at=at,
        purpose=purpose.strip()[:400],
        channel=channel,
        count=len(people),
        expires_on=timezone.localdate(at) + VALID,
    )
    told = [{"nip": nip, "name": people[nip].name, **_told(answer)} for nip, answer in found.items()]
    inquiry.sealed = seal(told, purpose=inquiry.seal_purpose)
    inquiry.save()
    Question.objects.bulk_create(Question(inquiry=inquiry, digest=nip_digest(nip)) for nip in people)
    look = Look("clearance.ask", inquiry.access, inquiry.reference, {"count": inquiry.count, "channel": channel})
    looked([look], by=by, at=at)
    return inquiry


def _told(answer) -> dict:
    return {"withheld": answer.withheld} if answer.withheld else {"withheld": False, **answer.facts()}


def certify(inquiry: Inquiry, *, by, at: datetime) -> Letter:
    """The answer as a letter in Indonesian, written once.

    Raises PermissionDenied, and ValidationError once the answer has expired.
    """
    if not by.may(RIGHT) or inquiry.asked_by_id != by.pk:
        raise PermissionDenied(RIGHT)
    if timezone.localdate(at) > inquiry.expires_on:
        raise ValidationError(_("Keterangan ini sudah kedaluwarsa. Tanyakan lagi."))
    with unit_of_work():
        locked = Inquiry.objects.select_for_update().select_related("access").get(pk=inquiry.pk)
        if locked.letter is None:
            with translation.override("id"):
                locked.letter = _letter(locked, by, at, lines_of(locked))
            locked.save(update_fields=["letter"])
            record("clearance.certify", locked, by=by, at=at, letter=str(locked.letter.pk))
    return locked.letter


def _letter(inquiry: Inquiry, by, at: datetime, lines: list[dict]) -> Letter:
    """One person's answer stands in the letter, a list of people in its annex."""
    alone = len(lines) == 1
    many = _("Keterangan tentang %(count)s orang ada di lampiran.") % {"count": len(lines)}
    facts = {
        "purpose": inquiry.purpose,
        "asked_by": str(by),
        "valid_until": inquiry.expires_on,
        "answers": _alone(lines[0]) if alone else many,
    }
    table = {"head": [_("NIP"), _("Nama"), _("Keterangan")], "rows": [_row(line) for line in lines]}
    annexes = [] if alone else [{"title": _("Keterangan per orang"), "table": table}]
    return write(
        kind="CLEARANCE",
        access=inquiry.access,
        subject=inquiry,
        facts=facts,
        by=by,
        at=at,
        addressee=str(by),
        annexes=annexes,
    )


def _alone(line: dict) -> list[str]:
    who = f"{line['name']}, NIP {line['nip']}" if line["name"] else f"NIP {line['nip']}"
    return [who, *line["told"]]


def _row(line: dict) -> list[str]:
    return [line["nip"], line["name"], " ".join(line["told"])]


def forget(*, at: datetime) -> int:
    """Empty the answers that have expired; who asked about whom stays. How many were emptied."""
    expired = Inquiry.objects.filter(expires_on__lt=timezone.localdate(at)).exclude(sealed=b"")
    return expired.update(sealed=b"")
