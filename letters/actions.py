"""Writing a letter: template, number, PDF, seal. All of it in the caller's transaction, or nothing."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from agencies.models import Agency, Officer, SupervisingAuthority
from letters import layout
from letters.models import Letter, LetterFile, LetterKind, LetterTemplate
from letters.numbering import next_number
from letters.rendering import render
from workflow import jobs
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import random_text
from workflow.sealing import seal

SIGN = "letter.sign"  # the job by which a signature follows


def write(
    *,
    kind: str,
    access: Access,
    subject,
    facts: dict,
    by,
    at: datetime,
    to: Agency | None = None,
    addressee: str,
    cc: Iterable[str] = (),
    annexes: Sequence[dict] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> Letter:
    """Write the letter of a kind about a subject (KIND, `reference`), protected by `access`; `to` gets it into its workspace.

    `facts` fill the template's places: text, dates, lists, lists of pairs; `facts["signatory"]` are the lines below.
    An annex has a `title`, and of `rows` (pairs), `text`, `sections` (each a title and a text)
    `table` ({"head": [...], "rows": [[...]]}) and `pictures` ({"file", "caption"}, JPEGs out of `pictures`) what it needs.
    Raises LetterTemplate.DoesNotExist, markdown.UnknownPlace.
    """
    with unit_of_work(), translation.override("id"):
        letter = _drawn_up(LetterKind(kind), access, subject, by, at)
        letter.agency, letter.addressee, letter.cc = to, addressee, [str(line) for line in cc]
        page = layout.page_of(letter, facts=facts, annexes=list(annexes))
        pdf = render(page, at=at, pictures=pictures)
        letter.sha256 = hashlib.sha256(pdf).hexdigest()
        letter.attribute(letter.written_by, at)
        letter.signature = Letter.Signature.WAITING if settings.SIGNER else Letter.Signature.NONE
        letter.save(force_insert=True)
        keep(letter, pdf, at=at)
        if settings.SIGNER:
            jobs.enqueue(SIGN, str(letter.pk), at=at)
        record("letter.write", subject, by=by, at=at, letter=str(letter.pk), kind=str(kind))
    return letter


def _drawn_up(kind: LetterKind, access: Access, subject, by, at: datetime) -> Letter:
    """Numbered by the authority in force on the day of issue, which need not be the one that began the case."""
    day = timezone.localdate(at)
    authority = SupervisingAuthority.objects.in_force(day)
    template = LetterTemplate.objects.in_force(kind, authority=authority.pk, on=day)
    number = next_number(authority, on=day)
    return Letter(
        kind=kind,
        code=random_text(16),
        number=number.text,
        sequence=number.sequence,
        authority=authority,
        letterhead=authority.letterhead or authority.name,
        template=template,
        title=template.title,
        access=access,
        subject_kind=subject.KIND,
        subject_reference=subject.reference,
        issued_on=day,
        written_at=at,
        written_by=by if isinstance(by, Officer) else None,
    )


def keep(letter: Letter, pdf: bytes, *, at: datetime, signed: bool = False) -> LetterFile:
    """Seal a version of the PDF beside its digest."""
    row = LetterFile(letter=letter, at=at, signed=signed, sha256=hashlib.sha256(pdf).hexdigest(), size=len(pdf))
    row.sealed = seal(base64.b64encode(pdf).decode(), purpose=row.purpose)
    row.save(force_insert=True)
    return row


def supersede(letter: Letter, *, with_letter: Letter, by, at: datetime) -> Letter:
    """Another letter takes its place; it stays genuine, and whoever verifies it reads that it no longer counts."""
    return _marked(letter, by=by, at=at, superseded_by=with_letter)


def withdraw(letter: Letter, *, by, at: datetime) -> Letter:
    """It counts no longer; it stays genuine, and whoever verifies it reads that it was withdrawn."""
    return _marked(letter, by=by, at=at, withdrawn_at=at)


def _marked(letter: Letter, *, by, at: datetime, **facts) -> Letter:
    with unit_of_work():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        for name, value in facts.items():
            setattr(locked, name, value)
        locked.attribute(by if isinstance(by, Officer) else None, at)
        locked.save(update_fields=list(facts))
        record("letter.withdraw", locked, by=by, at=at, superseded="superseded_by" in facts)
    return locked
