"""Respondents found in the evidence of their own case: offered as links, taken or refused by an officer.

Nothing is kept before somebody decides: what a file says is compared with the respondents at every view, and only with
those of cases that this reader sees. A file never tells who is reported elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from evidence.models import Evidence, Fact, Page
from evidence.namebook import Name, Namebook, words_of
from evidence.queries import visible
from investigations.actions import identify
from investigations.models import Case, Mention, Respondent
from investigations.queries import accesses_of
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

RIGHT = "case.note"
MOST_PAGES = 40  # read for names at one view
MOST_FACTS = 500
NEAR = 250  # characters between a name and the number that stands with it
NIP_LENGTH = 18


@dataclass(frozen=True)
class Found:
    """A respondent in a file: by `what`, on which page; `nip` is a number that stands beside the name and is not known yet."""

    respondent: Respondent
    evidence: Evidence
    page: int
    what: str
    nip: str = ""


def found_in(files: Iterable[Evidence], people: Iterable[Respondent]) -> list[Found]:
    """Which of these people stand in which of these files, each pair once, by number before by name. Four queries."""
    by_id, wanted = {file.pk: file for file in files}, list(people)
    if not by_id or not wanted:
        return []
    numbers = list(_numbers(by_id))
    said = Mention.objects.filter(evidence__in=by_id, respondent__in=wanted)
    decided = {(row.respondent_id, row.evidence_id): row.linked for row in said}
    rows: dict[tuple, Found] = {}
    for found in (*_by_number(by_id, wanted, numbers), *_by_name(by_id, wanted, numbers)):
        rows.setdefault((found.respondent.pk, found.evidence.pk), found)
    return [found for pair, found in rows.items() if pair not in decided or (decided[pair] and found.nip)]


def _numbers(files: dict) -> Iterable[Fact]:
    rows = Fact.objects.filter(evidence__in=files, kind=Fact.Kind.NIP)
    return rows.order_by("evidence_id", "page", "start")[:MOST_FACTS]


def digits_of(nip: str) -> str:
    """A NIP as facts have it; "" for what is none."""
    digits = "".join(c for c in nip if c.isascii() and c.isdigit())
    return digits if len(digits) == NIP_LENGTH else ""


def _by_number(files: dict, people: list[Respondent], numbers: list[Fact]) -> Iterator[Found]:
    owners = {digits_of(person.nip): person for person in people if digits_of(person.nip)}
    for fact in numbers:
        if person := owners.get(fact.value):
            yield Found(person, files[fact.evidence_id], fact.page, Mention.What.NIP)


def _by_name(files: dict, people: list[Respondent], numbers: list[Fact]) -> Iterator[Found]:
    named = {str(person.pk): person for person in people if len(words_of(person.name)) > 1}
    taken = {digits_of(person.nip) for person in people}
    book = Namebook(Name("PERSON", key, words_of(person.name)) for key, person in named.items())
    for page in _pages(files, named.values()):
        for hit in book.found_in(page.text):
            person = named[hit.value]
            beside = [] if person.nip else [fact for fact in numbers if _beside(fact, page, hit)]
            nip = next((fact.value for fact in beside if fact.value not in taken), "")
            yield Found(person, files[page.evidence_id], page.number, Mention.What.NAME, nip)


def _pages(files: dict, people: Iterable[Respondent]) -> Iterable[Page]:
    """Pages that hold a long word of one of the names; the exact comparison is made here."""
    wanted = Q(pk__in=[])
    for person in people:
        wanted |= Q(text__icontains=max(words_of(person.name), key=len))
    rows = Page.objects.filter(wanted, evidence__in=files).only("evidence_id", "number", "text")
    return rows.order_by("evidence_id", "number")[:MOST_PAGES]


def _beside(fact: Fact, page: Page, hit) -> bool:
    same_page = (fact.evidence_id, fact.page) == (page.evidence_id, page.number)
    return same_page and (-NEAR < fact.start - hit.end < NEAR or -NEAR < hit.start - fact.end < NEAR)


# What an officer says to it -------------------------------------------------------------------------------------------------
def mention(
    case: Case, *, by, respondent: Respondent, evidence: Evidence, page: int, what: str, linked: bool, at: datetime
) -> Mention:
    """Link a file to a respondent, or say that it is somebody else; the later word replaces the earlier.

    Raises PermissionDenied, MovedOn when the case has ended, ValidationError for a file that is not of this case.
    """
    with unit_of_work():
        locked = _open(case, by)
        if evidence.access_id not in accesses_of(locked) or respondent.case_id != locked.pk:
            raise ValidationError(_("Berkas itu bukan bukti perkara ini."))
        facts = {"page": page, "what": what, "linked": linked, "by": by, "at": at}
        row, _new = Mention.objects.update_or_create(respondent=respondent, evidence=evidence, defaults=facts)
        codes = {"respondent": respondent.pk, "evidence": str(evidence.pk), "page": page}
        record("case.mention" if linked else "case.refuse_mention", locked, by=by, at=at, **codes)
    return row


def forget(case: Case, *, by, respondent: Respondent, evidence: Evidence, at: datetime) -> None:
    """Take a link or a refusal back: it is offered again. Twice is once. Raises PermissionDenied, MovedOn."""
    with unit_of_work():
        locked = _open(case, by)
        gone, _rows = Mention.objects.filter(respondent=respondent, respondent__case=locked, evidence=evidence).delete()
        if gone:
            codes = {"respondent": respondent.pk, "evidence": str(evidence.pk)}
            record("case.forget_mention", locked, by=by, at=at, **codes)


def fill_in(case: Case, *, by, respondent: Respondent, evidence: Evidence, page: int, nip: str, at: datetime) -> None:
    """Take over the number that stands beside the name, and link the file. Raises ValidationError when it is not there."""
    there = Fact.objects.filter(evidence=evidence, page=page, kind=Fact.Kind.NIP, value=nip).exists()
    if not there or respondent.nip:
        raise ValidationError(_("Nomor itu tidak ada di halaman ini, atau NIP terlapor sudah diisi."))
    with unit_of_work():
        mention(
            case, by=by, respondent=respondent, evidence=evidence, page=page, what=Mention.What.NIP, linked=True, at=at
        )
        known = {name: getattr(respondent, name) for name in ("name", "position", "agency", "agency_text", "kind")}
        identify(case, by=by, respondent=respondent, nip=nip, at=at, **known)


def _open(case: Case, by) -> Case:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not (by.may(RIGHT) and reaches(by, locked.access)):
        raise PermissionDenied(RIGHT)
    if locked.stage not in Case.UNENDED:
        raise MovedOn(locked, "mention")
    return locked


def file_of(case: Case, pk, user) -> Evidence:
    """A file of this very case that this reader sees. Raises Http404, ValidationError."""
    found = visible(pk, user)
    if found.access_id not in accesses_of(case):
        raise ValidationError(_("Berkas itu bukan bukti perkara ini."))
    return found
