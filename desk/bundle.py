"""The case file as one PDF/A: an index with hashes, then every exhibit, numbered; in full, or only what was made safe to show.

The worker makes it for one officer, of what this officer may see. It never holds the reporter's identity.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.formats import date_format

from desk.case_facts import evidence_of, people_of, reads_evidence
from desk.exhibits import Exhibit, exhibit_of
from desk.timeline import timeline
from investigations.models import Case, Statement
from letters.actions import write
from letters.models import Bundle, Letter
from workflow import jobs
from workflow.access_records import seen

JOB = "bundle"
MOST_PICTURES, MOST_BYTES = 300, 40_000_000
ROUNDS = 10  # stretches of the timeline
INSIDE = (Statement.Kind.NOTE, Statement.Kind.TRANSITION)


@dataclass
class Contents:
    """What is put together: annexes with their pictures, within what one file may hold."""

    full: bool
    annexes: list[dict] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)

    def take(self, exhibit: Exhibit) -> None:
        """One exhibit with its line of the index; pictures beyond what fits are named and left out."""
        label = f"Bukti {len(self.rows) + 1}"
        kept = exhibit.pictures if self._fits(exhibit.pictures) else []
        names = [f"{len(self.rows) + 1}-{number}.jpg" for number in range(1, len(kept) + 1)]
        self.pictures |= dict(zip(names, kept, strict=True))
        shown = [
            {"file": name, "caption": f"{label}, halaman {number} dari {len(names)}"}
            for number, name in enumerate(names, start=1)
        ]
        name = exhibit.name if self.full else label
        told = exhibit.told if len(kept) == len(exhibit.pictures) else "Tidak dimuat: berkas perkara ini terlalu besar."
        self.rows.append([label, name, str(len(names)), exhibit.sha256])
        facts = [("Berkas", name), ("Diterima", exhibit.added_at), ("SHA-256", exhibit.sha256), ("Keterangan", told)]
        text = exhibit.text if self.full else ""
        self.annexes.append({"label": label, "title": name, "rows": facts, "text": text, "pictures": shown})

    def _fits(self, pictures: list[bytes]) -> bool:
        count, size = len(self.pictures) + len(pictures), sum(map(len, [*self.pictures.values(), *pictures]))
        return count <= MOST_PICTURES and size <= MOST_BYTES


def may_ask(user) -> bool:
    """Those who read the evidence of cases."""
    return reads_evidence(user)


def ask(case: Case, *, by, form: str, purpose: str, at: datetime) -> Bundle:
    """Have the worker put it together. Raises PermissionDenied."""
    if not may_ask(by):
        raise PermissionDenied("bundle")
    seen("export.bundle", by=by, at=at, access=case.access_id, reference=case.reference, form=form)
    made = Bundle.objects.create(
        access=case.access, subject_reference=case.reference, form=form, purpose=purpose, asked_by=by, asked_at=at
    )
    jobs.enqueue(JOB, str(made.pk), at=at)
    return made


def bundles_of(case: Case, user) -> list[Bundle]:
    """What this officer asked for, newest first."""
    rows = Bundle.objects.filter(asked_by=user, subject_reference=case.reference).select_related("letter")
    return list(rows.order_by("-asked_at")[:10])


def make(key: str) -> None:
    """The job of one bundle; a case or a right that is gone meanwhile ends it."""
    bundle = Bundle.objects.select_related("asked_by", "access").get(pk=UUID(key))
    if bundle.state in (Bundle.State.DONE, Bundle.State.FAILED):
        return
    case = Case.objects.visible_to(bundle.asked_by).filter(reference=bundle.subject_reference).first()
    if case is None or not may_ask(bundle.asked_by):
        _note(bundle, state=Bundle.State.FAILED)
        return
    with translation.override("id"):
        contents = _gathered(bundle, case)
        letter = _written(bundle, case, contents)
    _note(bundle, state=Bundle.State.DONE, letter=letter)


def _gathered(bundle: Bundle, case: Case) -> Contents:
    files = evidence_of(case, bundle.asked_by)
    contents = Contents(full=bundle.form == Bundle.Form.FULL)
    _note(bundle, state=Bundle.State.RUNNING, total=len(files), done=0)
    for number, file in enumerate(files, start=1):
        contents.take(exhibit_of(file, full=contents.full))
        _note(bundle, done=number)
    return contents


def _written(bundle: Bundle, case: Case, contents: Contents) -> Letter:
    now = timezone.now()
    index = {"label": "Daftar", "title": "Daftar bukti"}
    head = ["Nomor", "Berkas", "Halaman", "SHA-256 berkas asli"]
    annexes = [index | {"table": {"head": head, "rows": contents.rows}}, *contents.annexes]
    if contents.full:
        annexes.insert(1, {"label": "Keterangan", "title": "Keterangan dalam perkara", "sections": _statements(case)})
    return write(
        kind="BUNDLE",
        access=case.access,
        subject=case,
        facts=_facts(bundle, case, now),
        by=bundle.asked_by,
        at=now,
        addressee="",
        annexes=annexes,
        pictures=contents.pictures,
    )


def _facts(bundle: Bundle, case: Case, at: datetime) -> dict:
    people = people_of(case)
    return {
        "case": f"{case.reference}, {case.title}",
        "stage": str(case.get_stage_display()),
        "made_at": at,
        "form": str(bundle.get_form_display()),
        "purpose": bundle.purpose,
        "note": "Berkas ini tidak memuat identitas pelapor.",
        "respondents": [(str(person.respondent), _outcome(person)) for person in people],
        "timeline": _timeline(case, [person.respondent for person in people], named=bundle.form == Bundle.Form.FULL),
    }


def _outcome(person) -> str:
    found = [
        f"{each.violation_id}: {each.finding.get_conclusion_display() if hasattr(each, 'finding') else 'belum ada temuan'}"
        for each in person.allegations
    ]
    return "; ".join(found) or "belum ada tuduhan"


def _timeline(case: Case, respondents, *, named: bool) -> list[tuple[str, str]]:
    """The whole way of the case, oldest first."""
    told: list[tuple[str, str]] = []
    before = ""
    for _round in range(ROUNDS):
        part = timeline([case.access_id], respondents=respondents, territory=case.territory, before=before, named=named)
        for day, moments in part.days:
            told += [(date_format(day, "j F Y"), f"{moment.text} {moment.who}.") for moment in moments if moment.text]
        if part.older is None:
            break
        before = str(part.older)
    return told[::-1]


def _statements(case: Case) -> list[dict]:
    rows = case.statements.exclude(kind__in=INSIDE).select_related("respondent").order_by("at")
    return [
        {
            "title": f"{str(row.get_kind_display()).capitalize()}, {row.given_by or row.respondent or ''}".rstrip(", "),
            "text": f"{date_format(timezone.localtime(row.at), 'l, j F Y')}\n{row.text}",
        }
        for row in rows
    ]


def _note(bundle: Bundle, **facts) -> None:
    for name, value in facts.items():
        setattr(bundle, name, value)
    bundle.save(update_fields=list(facts))
