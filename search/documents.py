"""What there is to be found of one Access row: its documents, made from the database as it stands.

The reporter's identity and the messages between reporter and officer are in none of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from complaints.models import Complaint
from evidence.models import Evidence, Page
from evidence.queries import page_address
from investigations.models import Case, Finding, Statement
from sanctions.models import Recommendation
from search import analysis
from search.models import Document
from search.permissions import tokens_of
from workflow.models import Access

PART = 20_000  # characters of one document at most: a longer text becomes several
Kind, Family = Document.Kind, Document.Family


@dataclass(frozen=True)
class Entry:
    """A document as it should be; `tokens` say under what it may be found. `key` is its name for ever."""

    key: str
    access_id: int
    family: str
    kind: str
    reference: str
    subject: str
    url: str
    title: str
    body: str
    stage: str
    day: date
    evidence_id: object = None
    page: int | None = None
    hidden: str = ""
    territory: str = ""
    agencies: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    file_type: str = ""
    recognised: bool = False

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}"

    def words(self) -> tuple[str, str, str]:
        """The texts that are found, in order."""
        return self.title_words, self.body, self.hidden

    @property
    def title_words(self) -> str:
        """A file's name is found on its first page alone, a heading that every document of the kind bears on none."""
        return self.title if self.kind in (Kind.CASE, Kind.EVIDENCE) and self.page in (None, 1) else ""


@dataclass(frozen=True)
class Owner:
    """What an Access row protects, and the facts that all its documents share."""

    family: str
    shared: dict = field(default_factory=dict)
    page: str = ""

    def entry(self, key: str, kind: str, *, family: str = "", **own) -> Entry:
        facts = {"url": self.page, **self.shared, **own}
        return Entry(key=key, kind=kind, family=family or self.family, **facts)


def entries_of(access: Access) -> list[Entry]:
    """Every document of this row; none while it is sealed or belongs to nothing that is read (a draft)."""
    if access.sealed:
        return []
    with override(settings.LANGUAGE_CODE):  # a document is the same, whoever makes it
        return list(_entries(access))


def _entries(access: Access) -> Iterator[Entry]:
    made = _of_complaint(access) or _of_case(access) or _of_recommendation(access)
    if made is None:
        return
    owner, texts = made
    prefetch_related_objects([access], "partners")
    tokens = {family: tuple(tokens_of(access, family)) for family in Family.values}
    found = [*texts, *_evidence(access, owner), *_links(access, owner)]
    yield from (replace(part, tokens=tokens[part.family]) for entry in found for part in _parts(entry))


def _parts(entry: Entry) -> Iterator[Entry]:
    """The entry itself, or several when its text is long, cut at a blank."""
    if len(entry.body) <= PART:
        yield entry
        return
    pieces = re.findall(rf"(?s).{{1,{PART}}}(?:\s|$)|.{{{PART}}}", entry.body)
    for number, piece in enumerate(pieces):
        first = replace(entry, body=piece)
        yield replace(first, key=f"{entry.key}/{number}", hidden="") if number else first


# A complaint ------------------------------------------------------------------------------------------------------------
def _of_complaint(access: Access) -> tuple[Owner, list[Entry]] | None:
    known = Complaint.objects.select_related("case_complaint__case__access", "territory")
    complaint = known.filter(access=access).first()
    if complaint is None:
        return None
    case = getattr(getattr(complaint, "case_complaint", None), "case", None)
    people = list(complaint.people.select_related("agency").order_by("order", "pk"))
    day = complaint.incident_date or timezone.localdate(complaint.created_at)
    shared = {
        "access_id": access.pk,
        "reference": case.reference if case else complaint.reference,
        "subject": complaint.reference,
        "stage": case.stage if case and _same_readers(case.access, access) else complaint.stage,
        "day": day,
        "territory": complaint.territory_id or "",
        **_about(people, complaint.violations.values_list("pk", flat=True)),
    }
    page = f"/petugas/laporan/{complaint.reference}/"
    owner = Owner(Family.COMPLAINT, shared, page)
    told = owner.entry(
        f"complaint/{complaint.pk}/text", Kind.COMPLAINT, title=_("Isi laporan"), body=complaint.narrative,
        hidden=complaint.reference, url=f"{page}#laporan",
    )  # fmt: skip
    place = [complaint.incident_place, complaint.territory.name if complaint.territory else ""]
    return owner, [told, *_people(owner, f"complaint/{complaint.pk}/people", people, place)]


def _same_readers(one: Access, other: Access) -> bool:
    """The stage of a case is told by a complaint's documents only when whoever finds the one may see the other."""
    return not one.sealed and (one.authority_id, one.region_id) == (other.authority_id, other.region_id)


def _people(owner: Owner, key: str, people: list, place: Iterable[str] = (), at: str = "orang") -> list[Entry]:
    lines = [_person(person) for person in people] + [", ".join(filter(None, place))]
    body = "\n".join(filter(None, lines))
    if not body:
        return []
    hidden = "\n".join(filter(None, (person.nip for person in people)))
    url = f"{owner.page}#{at}"
    return [owner.entry(key, Kind.RESPONDENT, title=_("Orang dan tempat"), body=body, hidden=hidden, url=url)]


def _person(person) -> str:
    """As pages name people: of the number only its end."""
    number = f"NIP berakhir {person.nip[-4:]}" if len(person.nip) > 4 else ""
    agency = person.agency.name if person.agency else person.agency_text
    return ", ".join(filter(None, (person.name, person.position, agency, number)))


# A case -----------------------------------------------------------------------------------------------------------------
def _of_case(access: Access) -> tuple[Owner, list[Entry]] | None:
    case = Case.objects.filter(access=access).first()
    if case is None:
        return None
    owner, people = _case_owner(case, access)
    headed = owner.entry(f"case/{case.pk}/title", Kind.CASE, title=case.title, body=case.reason, hidden=case.reference)
    texts = [headed, *_people(owner, f"case/{case.pk}/people", people, at="temuan")]
    texts += [
        _statement(owner, s) for s in Statement.objects.filter(case=case).select_related("respondent").order_by("pk")
    ]
    findings = Finding.objects.filter(allegation__respondent__case=case)
    texts += [_finding(owner, f) for f in findings.select_related("allegation__respondent").order_by("pk")]
    return owner, texts


def _case_owner(case: Case, access: Access) -> tuple[Owner, list]:
    people = list(case.respondents.select_related("agency").order_by("pk"))
    shared = {
        "access_id": access.pk,
        "reference": case.reference,
        "subject": case.reference,
        "stage": case.stage,
        "day": case.incident_date or timezone.localdate(case.created_at),
        "territory": case.territory_id or "",
        **_about(people, case.respondents.values_list("allegations__violation", flat=True)),
    }
    return Owner(Family.CASE, shared, f"/petugas/perkara/{case.reference}/"), people


def _statement(owner: Owner, statement: Statement) -> Entry:
    who = statement.given_by or (str(statement.respondent) if statement.respondent else "")
    return owner.entry(
        f"statement/{statement.pk}", Kind.STATEMENT, title=str(statement.get_kind_display()), body=statement.text,
        hidden=who, url=f"{owner.page}#keterangan-{statement.pk}",
    )  # fmt: skip


def _finding(owner: Owner, finding: Finding) -> Entry:
    allegation = finding.allegation
    return owner.entry(
        f"finding/{finding.pk}", Kind.FINDING, title=f"{allegation.violation_id}, {allegation.respondent}"[:240],
        body=finding.reasons, hidden=allegation.violation_id, url=f"{owner.page}#terlapor-{allegation.respondent_id}",
    )  # fmt: skip


# A recommendation -------------------------------------------------------------------------------------------------------
def _of_recommendation(access: Access) -> tuple[Owner, list[Entry]] | None:
    known = Recommendation.objects.select_related("case__access", "respondent__agency")
    recommendation = known.filter(access=access).first()
    if recommendation is None:
        return None
    owner, _everybody = _case_owner(recommendation.case, access)
    person = recommendation.respondent
    own = {"subject": recommendation.reference, **_about([person], owner.shared["violations"])}
    page = f"/petugas/rekomendasi/{recommendation.reference}/"
    owner = Owner(Family.RECOMMENDATION, {**owner.shared, **own}, page)
    text = owner.entry(
        f"recommendation/{recommendation.pk}/text", Kind.RECOMMENDATION, title=_("Rekomendasi"),
        body=f"{_person(person)}\n{recommendation.considerations}",
        hidden=f"{recommendation.reference}\n{recommendation.decree_number}\n{person.nip}",
    )  # fmt: skip
    return owner, [text]


# Files and links --------------------------------------------------------------------------------------------------------
def _evidence(access: Access, owner: Owner) -> Iterator[Entry]:
    files = Evidence.objects.filter(access=access).exclude(stage=Evidence.Stage.REJECTED)
    for file in files.prefetch_related("pages").order_by("added_at", "pk"):
        yield from _file(owner, file)


def _file(owner: Owner, file: Evidence) -> Iterator[Entry]:
    """Its pages, and what an officer wrote on it: how sound and video are found."""
    pages = sorted(file.pages.all(), key=lambda page: page.number)
    facts: dict[str, Any] = {
        "family": Family.EVIDENCE, "evidence_id": file.pk, "title": file.name,
        "file_type": file.kind.name if file.kind else "",
        "fields": tuple(sorted({*owner.shared["fields"], *_field("file", file.name)})),
    }  # fmt: skip
    yield from (
        owner.entry(f"evidence/{file.pk}/{page.number}", Kind.EVIDENCE, **facts, **_page(page)) for page in pages
    )
    if file.note or not pages:
        key = f"evidence/{file.pk}/{'note' if pages else 0}"
        url = reverse("evidence:evidence", args=[file.pk])
        yield owner.entry(key, Kind.EVIDENCE, **facts, body=file.note, url=url)


def _page(page: Page) -> dict:
    """What is found on a page: its text; beside it the sheet's name and who wrote in a chat, where the text lacks them."""
    senders = {str(message.get("sender") or "") for message in page.messages or []}
    beside = [name for name in (page.label, *sorted(senders)) if name and name not in page.text]
    return {
        "body": page.text,
        "hidden": "\n".join(beside),
        "page": page.number,
        "recognised": page.confidence is not None,
        "url": page_address(page.evidence_id, page.number),
    }


def _links(access: Access, owner: Owner) -> Iterator[Entry]:
    for link in access.links.order_by("pk"):
        body = "\n".join(filter(None, (link.url, link.note)))
        yield owner.entry(f"link/{link.pk}", Kind.EVIDENCE, title=_("Tautan"), body=body, url=f"{owner.page}#bukti")


# What it may be narrowed by ---------------------------------------------------------------------------------------------
def _about(people: Iterable, violations: Iterable) -> dict:
    """Whom and what it is about: codes for facets, and tokens for the fields of a query."""
    people = list(people)
    agencies, found = _codes(person.agency_id for person in people), set()
    codes = _codes(violations)
    for person in people:
        found |= {*_field("respondent", person.name), *_number(person.nip), *_agency(person)}
    found |= {f"violation:{code}".lower() for code in codes}
    return {"agencies": agencies, "violations": codes, "fields": tuple(sorted(found))}


def _agency(person) -> set[str]:
    """The code, and the words of its name or of what the report called it."""
    code = {f"agency:{person.agency_id}".lower()} if person.agency_id else set()
    return code | _field("agency", person.agency.name if person.agency else person.agency_text)


def _number(nip: str) -> set[str]:
    """The whole number, and its end as pages show it."""
    digits = re.sub(r"\D", "", nip)
    return {f"nip:{part}" for part in (digits, digits[-4:]) if len(part) >= 4}


def _field(name: str, text: str) -> set[str]:
    return {f"{name}:{token.surface}" for token in analysis.tokens(text)}


def _codes(values: Iterable) -> tuple[str, ...]:
    return tuple(sorted({str(value) for value in values if value}))
