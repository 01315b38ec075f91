"""Plausible complaints, cases and evidence by the thousand, for load and benchmarks: bulk inserts, history rows too.

Made: complaints in the stages below, people, sealed identities, cases up to the examination, respondents, allegations,
evidence with its file and page of text. Not made: events, notifications, messages, statements, findings, votes,
recommendations, letters. The search learns of the rows by `rebuild_index`.
"""

import hashlib
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from agencies.models import Agency, SupervisingAuthority
from complaints.actions import receipt_digest
from complaints.models import Complaint, Mode, ReportedPerson
from deploy.demo import copying
from deploy.demo.prose import Prose
from evidence import storage
from evidence.models import Evidence, Page
from identity import envelopes, report_keys, streams
from investigations.models import Allegation, Case, CaseComplaint, Respondent
from law.clocks import HolidaysMissing, due_date
from law.models import StageClock, Violation
from workflow.models import Access
from workflow.references import new_reference

BATCH = 500
WHOLE = 5000  # complaints made one by one; more are copies
COMPLAINT_STAGES = {"ACCEPTED": 60, "REJECTED": 14, "RECEIVED": 12, "VERIFYING": 6, "FORWARDED": 5, "WITHDRAWN": 3}
CASE_STAGES = {"OPEN": 20, "CLARIFICATION": 20, "EXAMINATION": 45, "MOOT": 15}
ENDED = {"REJECTED", "FORWARDED", "WITHDRAWN"}
MODES = {"CONFIDENTIAL": 65, "ANONYMOUS": 25, "NAMED": 10}
SOURCES = {"WEB": 70, "REFERRAL": 20, "API": 5, "LETTER": 5}
REASON = "Uji beban."
IDENTITY = {"name": "Pelapor Uji", "email": "", "phone": "+628120000000", "notify": False}
JOINS, WITH_FILE, DOUBLED = (
    0.25,
    0.5,
    0.2,
)  # shares: complaints that join a case, that carry a file, that name two people


@dataclass
class Batch:
    """The rows of one transaction, by table; they point to each other before any has a key."""

    complaints: list[Complaint] = field(default_factory=list)
    violations: list = field(default_factory=list)
    identities: list[tuple[Access, dict]] = field(default_factory=list)
    people: list[ReportedPerson] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    joined: list[CaseComplaint] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    allegations: list[Allegation] = field(default_factory=list)


def load(count: int, *, now: datetime, seed: int) -> Iterator[int]:
    """Make `count` complaints and what belongs to them; yields how many there are after each transaction.

    The same seed writes the same texts about the same people; references are new. Beyond WHOLE they are copies of the
    first ones under other numbers, without files and identities: the database makes them by itself, ten times as fast.
    """
    maker = Maker(random.Random(seed), now)  # noqa: S311 - texts for a benchmark, no secret
    before, rounds = copying.heights(), max(count // WHOLE - 1, 0)
    whole = count - rounds * WHOLE
    first = None
    for start, end in pairwise([*range(0, whole, BATCH), whole]):
        batch = maker.batch(end - start)
        with transaction.atomic():
            write(batch)
        if end == WHOLE:
            first = copying.ranges(before)
        yield end
    for round_ in range(1, rounds + 1):
        copying.copy(first or copying.ranges(before), round_=round_)
        yield whole + round_ * WHOLE


class Maker:
    """Draws rows: who, what, where, when, and how far."""

    def __init__(self, dice: random.Random, now: datetime):
        self.dice, self.now, self.prose = dice, now, Prose(dice)
        self.authority = SupervisingAuthority.objects.in_force(now.date())
        self.begin = datetime.combine(self.authority.valid_from or date(2024, 9, 5), datetime.min.time(), now.tzinfo)
        self.agencies = list(Agency.objects.exclude(territory=None).select_related("territory"))
        self.violations = list(Violation.objects.order_by("code"))
        self.taken = set(Complaint.objects.values_list("reference", flat=True))
        self.taken |= set(Case.objects.values_list("reference", flat=True))
        self.clocks = {(clock.kind, clock.stage): clock for clock in StageClock.objects.all()}
        self._counted = cache(self._due)

    def batch(self, size: int) -> Batch:
        """The rows of `size` complaints, not written yet."""
        batch = Batch()
        for _ in range(size):
            self._add_report(batch)
        return batch

    def _add_report(self, batch: Batch) -> None:
        agency, violation = self.dice.choice(self.agencies), self.dice.choice(self.violations)
        complaint = self._complaint(agency, violation)
        people = list(self._people(complaint, agency))
        batch.complaints.append(complaint)
        batch.violations.append(Complaint.violations.through(complaint=complaint, violation=violation))
        batch.people += people
        if complaint.mode != Mode.ANONYMOUS:
            batch.identities.append((complaint.access, IDENTITY))
        if self.dice.random() < WITH_FILE:
            self._add_file(batch, complaint)
        if complaint.stage == Complaint.Stage.ACCEPTED:
            self._add_case(batch, complaint, violation, people)

    def _complaint(self, agency: Agency, violation: Violation) -> Complaint:
        at = self.begin + (self.now - self.begin) * self.dice.random()
        stage, territory = self._drawn(COMPLAINT_STAGES), agency.territory
        return Complaint(
            reference=self._reference("LAP", at),
            access=Access(authority=self.authority, region=territory),
            created_at=at,
            stage_since=at,
            due_date=self.due("complaint", stage, at.date()),
            stage=stage,
            kind=violation.kind,
            narrative=self.prose.narrative(violation.title, str(territory)),
            incident_date=at.date() - timedelta(days=self.dice.randrange(30)),
            incident_place=self.prose.place(),
            territory=territory,
            mode=self._drawn(MODES),
            source=self._drawn(SOURCES),
            receipt_digest=receipt_digest(secrets.token_hex(16)),
            reason=REASON if stage in ENDED else "",
        )

    def _people(self, complaint: Complaint, agency: Agency) -> Iterator[ReportedPerson]:
        for order in range(2 if self.dice.random() < DOUBLED else 1):
            yield ReportedPerson(
                complaint=complaint,
                name=self.prose.name(),
                nip=self.prose.nip(),
                position=self.prose.position(),
                agency=agency,
                order=order,
            )

    def _add_file(self, batch: Batch, complaint: Complaint) -> None:
        text = self.prose.notes(complaint.narrative)
        raw = text.encode()
        evidence = Evidence(
            access=complaint.access,
            stage=Evidence.Stage.READY,
            name=self.prose.file_name(),
            size=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            content_type="text/plain",
            added_at=complaint.created_at,
        )
        batch.evidence.append(evidence)
        batch.pages.append(Page(evidence=evidence, number=1, text=text, extractor="load_cases"))

    def _add_case(self, batch: Batch, complaint: Complaint, violation: Violation, people: list[ReportedPerson]) -> None:
        if not batch.cases or self.dice.random() > JOINS:
            batch.cases.append(self._case(complaint))
        case = batch.cases[-1]
        batch.joined.append(CaseComplaint(case=case, complaint=complaint))
        for person in people:
            facts = {name: getattr(person, name) for name in ("name", "nip", "position", "agency")}
            respondent = Respondent(case=case, kind=Respondent.Kind.PNS, **facts)
            batch.respondents.append(respondent)
            batch.allegations.append(Allegation(respondent=respondent, violation=violation))

    def _case(self, complaint: Complaint) -> Case:
        stage, at = self._drawn(CASE_STAGES), min(complaint.created_at + timedelta(days=2), self.now)
        return Case(
            reference=self._reference("KAS", at),
            access=Access(authority=self.authority, region=complaint.territory),
            created_at=at,
            stage_since=at,
            due_date=self.due("case", stage, at.date()),
            stage=stage,
            title=complaint.narrative.split(". ")[0][:120],
            kind=complaint.kind,
            territory=complaint.territory,
            incident_date=complaint.incident_date,
            reason=REASON if stage == "MOOT" else "",
        )

    def _drawn(self, shares: dict[str, int]) -> str:
        return self.dice.choices(list(shares), list(shares.values()))[0]

    def _reference(self, prefix: str, at: datetime) -> str:
        while (reference := new_reference(prefix, at=at)) in self.taken:
            pass
        self.taken.add(reference)
        return reference

    def due(self, kind: str, stage: str, day: date) -> date | None:
        """The last day of a stage; counted once per day and number of days."""
        clock = self.clocks.get((kind, stage))
        return self._counted(clock.days, clock.unit, day) if clock and clock.days else None

    def _due(self, days: int, unit: str, day: date) -> date | None:
        try:
            return due_date(StageClock(days=days, unit=unit), day)
        except HolidaysMissing:
            return None


def write(batch: Batch) -> None:
    """Insert a batch, parents first; files lie on disk before their rows."""
    _insert([row.access for row in [*batch.complaints, *batch.cases]])
    _keep_all(batch)
    _insert_with_history(batch.complaints)
    _insert_with_history(batch.people)
    for rows in (batch.violations, batch.evidence, batch.pages):
        _insert(rows)
    envelopes.keep_all(batch.identities, at=timezone.now())
    _insert_with_history(batch.cases)
    _insert(batch.joined)
    _insert_with_history(batch.respondents)
    _insert(batch.allegations)


def _insert(rows: list) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def _insert_with_history(rows: list) -> None:
    """Insert rows and let the database copy them into their history: one statement, a third of the time."""
    _insert(rows)
    if not rows:
        return
    history = type(rows[0]).history.model
    names = [connection.ops.quote_name(f.column) for f in history.tracked_fields]
    columns, marks = ", ".join(names), ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {history._meta.db_table} ({columns}, history_date, history_type) "  # noqa: S608 - names of ours
            f"SELECT {columns}, %s, '+' FROM {type(rows[0])._meta.db_table} WHERE id IN ({marks})",
            [connection.ops.adapt_datetimefield_value(timezone.now()), *(row.pk for row in rows)],
        )


def _keep_all(batch: Batch) -> None:
    """Sealed like others; nobody waits here until the disk has them."""
    ciphers = report_keys.ciphers_for({evidence.access.pk for evidence in batch.evidence})
    for evidence, page in zip(batch.evidence, batch.pages, strict=True):
        place = storage.path_of(evidence.pk)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            sealed = streams.Writing(file, ciphers[evidence.access.pk].file(evidence.pk))
            sealed.write(page.text.encode())
            sealed.end()
