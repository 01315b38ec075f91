"""A small world made once for many questions: a report, its case, a recommendation and files, twice.

The first belongs to the demo's people; the second, of the same shape, to another authority and another agency.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from agencies.models import Agency, ApiToken, Officer, Territory
from complaints import actions as complaints
from consultations import actions as consultations
from deploy.demo.accounts import create_accounts
from evidence import uploads
from evidence.actions import add_file
from evidence.models import Evidence, Link, Release, Sighting
from evidence.redaction import redact
from evidence.sightings import sight
from hearings import actions as hearing
from hearings import answering, outcomes, recording
from identity import actions as unsealing
from identity import keys
from investigations import actions as investigations
from investigations.models import AgendaItem, Attendance, Case, Session, Statement
from law.models import Violation
from persons.queries import person_of
from privacy import retention
from privacy.models import Disposal
from sanctions import actions as sanctions
from sanctions.annexes import annex
from sanctions.models import Recommendation
from search import frozen as lists
from search import saved as searches
from tasks import actions as tasks
from tests.api.matrix_table import HALF_IN, PEOPLE, REPORTER
from tests.api.people_world import Office, office
from tests.conftest import log_in_without_factor, walk
from workflow.actors import Reporter
from workflow.worker import drain

ELSEWHERE = "KASN"
IN_ITS_TIME = datetime(2023, 3, 14, 9, 30, tzinfo=UTC)
WORKERS = ("intake", "pemeriksa", "penyelia", "komisioner", "komisioner2", "komisioner3")


@dataclass(frozen=True)
class Story:
    """The names under which one report and all that came of it are asked for."""

    complaint: str
    case: str
    recommendation: str
    respondent: int
    complaint_file: UUID
    recommendation_file: UUID
    code: str
    link: int
    sighting: int
    redaction: int
    annex: int
    saved: int = 987654321  # a search that the investigator keeps, and a list frozen for a hearing
    frozen: int = 987654321
    unsealing: str = "BKA-26-000000"  # who reported is asked for
    letter: UUID = field(default_factory=uuid4)  # the one that carries the recommendation
    upload: UUID = field(default_factory=uuid4)  # a file that the investigator is still sending
    person: int = 987654321  # whom the case is about
    invitation: str = "PGL-26-000000"  # somebody is asked to speak, and was heard
    record: str = "BAP-26-000000"
    session: int = 987654321  # of the plenary that decided, a task, and a question to another body
    task: int = 987654321
    consultation: str = "KON-26-000000"
    disposal: str = "MUS-26-000000"  # a list of files whose time is over, and a file that is held
    hold: int = 987654321
    office: Office = Office()  # what the authority's heads have before them, and an agency's
    bureau: Office = Office()

    def names(self) -> list[str]:
        return [*self.secrets(), *self.bureau.names()]

    def secrets(self) -> list[str]:
        """What nobody of another authority may see; agencies are every authority's to look after."""
        files = [str(self.complaint_file), str(self.recommendation_file), str(self.upload), str(self.letter)]
        places = [
            f"orang/{self.person}/",
            f"tautan/{self.link}/",
            f"samaran/{self.redaction}/",
            f"lampiran/{self.annex}/",
        ]
        places += [f"tersimpan/{self.saved}/", f"beku/{self.frozen}/"]
        places += [
            self.invitation,
            self.record,
            self.consultation,
            self.disposal,
            f"pleno/{self.session}/",
            f"tugas/{self.task}/",
        ]
        return [self.complaint, self.case, self.recommendation, self.unsealing, *files, *places, *self.office.names()]


NUMBER = 987654321
ABSENT = Story(
    "LAP-26-000000",
    "KAS-26-000000",
    "REK-26-000000",
    NUMBER,
    uuid4(),
    uuid4(),
    "0" * 24,
    NUMBER,
    NUMBER,
    NUMBER,
    NUMBER,
)


def people() -> dict[str, Officer]:
    """The demo's accounts, and the same workers of another authority under "KASN.intake" and so on."""
    create_accounts()
    made = {officer.username: officer for officer in Officer.objects.filter(demo=True)}
    for name in WORKERS:
        made[f"{ELSEWHERE}.{name}"] = _twin(made[name])
    made[f"{ELSEWHERE}.admin"] = _twin(made["admin"])
    made[f"{ELSEWHERE}.bkd"] = _twin(made["bkd.kukar"])
    return made


def _twin(officer: Officer) -> Officer:
    twin = Officer.objects.create(
        username=f"{ELSEWHERE}.{officer.username}",
        authority_id=ELSEWHERE if officer.authority_id else None,
        agency_id="64.03" if officer.agency_id else None,
    )
    twin.roles.set(officer.roles.all())
    return twin


def story(everybody: dict[str, Officer], *, words: str, foreign: bool, **identity) -> Story:
    """Play a report from its sending to the letter; `words` stand in every text that people write."""
    prefix, code = (f"{ELSEWHERE}.", "64.03") if foreign else ("", "64.02")
    crew = {name: everybody[prefix + name] for name in WORKERS}
    filed = complaints.file_report(
        _report(words, code, identity), by=None, at=IN_ITS_TIME if foreign else timezone.now()
    )
    complaint = filed.complaint
    if not foreign:
        complaint.access.partners.add(everybody["bawaslu"].agency)
    reporter = Reporter(complaint.access_id, anonymous=False)
    shown = _file(complaint.access, f"foto {words}.txt", f"Catatan {words} dari lapangan", reporter)
    sighting = _sighting(complaint.access.links.get(), crew["pemeriksa"])
    complaints.post_message(complaint, by=reporter, text=f"Pesan {words}")
    complaints.verify(complaint, by=crew["intake"])
    case = Case.objects.get(reference=investigations.accept(_fresh(complaint), by=crew["intake"])["case"])
    walk(case, "FOLLOW_UP", True, crew)
    investigations.add_statement(case, by=crew["penyelia"], kind=Statement.Kind.NOTE, text=f"Rahasia tim {words}")
    recommendation = case.recommendations.get()
    _send(recommendation, crew)
    letter = _file(recommendation.access, f"surat {words}.txt", f"Surat {words}", crew["penyelia"])
    drain()
    given = _annex(recommendation, shown, crew["pemeriksa"])
    return Story(
        complaint.reference,
        case.reference,
        recommendation.reference,
        case.respondents.get().pk,
        shown,
        letter,
        filed.receipt_code,
        sighting.link_id,
        sighting.pk,
        given.redaction_id,
        given.pk,
        letter=Recommendation.objects.get(pk=recommendation.pk).letter_id,
        upload=_begun(_fresh(complaint).access, crew["pemeriksa"]),
        person=person_of(case.respondents.get()).pk,
        saved=searches.save({"q": words}, by=crew["pemeriksa"], name=f"Cari {words}", at=timezone.now()).pk,
        invitation=case.invitations.get().reference,
        session=_sat(case, crew),
        task=_task(case, words, crew),
        consultation=_consulted(case, words, crew, None if foreign else everybody["bawaslu"].agency),
        record=_heard(case, words, crew),
        disposal=_listed(case, crew["penyelia"]),
        hold=retention.hold(case, reason=f"Gugatan {words}", by=crew["penyelia"], at=timezone.now()).pk,
        unsealing=_asked(_fresh(complaint), crew["pemeriksa"], everybody["kustodian"]),
        office=office(
            f"o{words[:3]}", role="auditor", by=_head(crew, everybody), authority_id=crew["intake"].authority_id
        ),
        bureau=office(f"b{words[:3]}", role="bkd", by=everybody["admin"], agency_id=code),
        frozen=lists.freeze({"q": words}, by=crew["pemeriksa"], name=f"Sidang {words}", at=timezone.now()).pk,
    )


def _listed(case, by: Officer) -> str:
    """A list of files whose time is over, that waits for its first reviewer."""
    made = Disposal.objects.create(
        reference=f"MUS-26-{case.reference[-6:]}",
        authority_id=by.authority_id,
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    return made.reference


def _sat(case, crew: dict[str, Officer]) -> int:
    """The session in which the plenary decided, with all three commissioners."""
    chair = crew["komisioner"]
    made = Session.objects.create(
        authority_id=chair.authority_id, held_at=timezone.now(), place="Ruang", chair=chair, by=crew["penyelia"]
    )
    for name in ("komisioner", "komisioner2", "komisioner3"):
        Attendance.objects.create(session=made, officer=crew[name], state=Attendance.State.PRESENT)
    AgendaItem.objects.create(session=made, case=case, round=_fresh(case).round, order=1)
    return made.pk


def _task(case, words: str, crew: dict[str, Officer]) -> int:
    due = timezone.localdate()
    return tasks.give(
        _fresh(case), by=crew["penyelia"], title=f"Cari saksi {words}", owner=crew["pemeriksa"], due_date=due
    ).pk


def _consulted(case, words: str, crew: dict[str, Officer], agency: Agency | None) -> str:
    facts = {"question": f"Tahukah Anda tentang {words}?", "agency": agency, "body_name": "Bawaslu setempat"}
    return consultations.ask(_fresh(case), by=crew["pemeriksa"], body="ELECTION_SUPERVISOR", **facts).reference


def _head(crew: dict[str, Officer], everybody: dict[str, Officer]) -> Officer:
    """An administrator of the crew's authority."""
    if crew["intake"].authority_id == everybody["admin"].authority_id:
        return everybody["admin"]
    return everybody[f"{ELSEWHERE}.admin"]


def _report(words: str, code: str, identity: dict) -> complaints.Report:
    return complaints.Report(
        kind="NEUTRALITY",
        narrative=f"Camat {words} membagikan kaus bergambar pasangan calon.",
        incident_date=date(2022, 10, 14),
        incident_place=f"Balai desa {words}",
        territory=Territory.objects.get(code=code),
        violations=[Violation.objects.get(code="NET-D8")],
        people=[complaints.Person(name=f"Terlapor {words}", position="Camat", agency=Agency.objects.get(code=code))],
        identity=identity or {"name": f"Pelapor {words}"},
        links=[(f"https://medsos.example/{words}", f"Unggahan {words}")],
    )


def _heard(case: Case, words: str, crew: dict[str, Officer]) -> str:
    """Their answer, the record of a hearing, and that a report of the case is said to be a lie."""
    now, row = timezone.now(), case.invitations.get()
    actor, told = answering.actor_of(row), f"Jawaban {words}"
    hearing.note_representation(row, by=actor, name=f"Kuasa {words}", relation="advokat", at=now)
    said = recording.Heard(
        heard=f"Terlapor {words}",
        held_on=date(2022, 11, 1),
        place="Kantor",
        present=["Pemeriksa"],
        items=[["Di mana?", told]],
    )
    made = recording.write_down(case, by=crew["pemeriksa"], said=said, invitation=row, at=now)
    complaint = case.case_complaints.get().complaint
    outcomes.propose_false(complaint, by=crew["pemeriksa"], reason=f"Dugaan rekaan {words}", at=now)
    return made.reference


def _asked(complaint, by: Officer, custodian: Officer) -> str:
    """A request for the reporter's identity, with a custodian who could grant it."""
    if not keys.living().filter(officer=custodian).exists():
        keys.make_custodian_key(custodian, passphrase="kata sandi kustodian", at=timezone.now())
    facts = {
        "about": complaint.reference,
        "reason": "Perlu didengar sebagai saksi.",
        "hours": 2,
        "phrase": "frasa peminta ini",
    }
    return unsealing.ask(complaint.access, by=by, at=timezone.now(), **facts).reference


def _sighting(link: Link, by: Officer) -> Sighting:
    now = timezone.now()
    return sight(link, by=by, at=now, state=Sighting.State.SEEN, seen_at=now, account=f"akun {link.note}")


def _annex(recommendation: Recommendation, file: UUID, by: Officer) -> Release:
    """A redacted copy of the report's file, given along."""
    evidence = Evidence.objects.select_related("access").get(pk=file)
    mark = {"page": 1, "start": 0, "end": 200}
    made = redact(evidence, marks=[mark], by=by, at=timezone.now())
    drain()
    made.refresh_from_db()
    return annex(recommendation, redaction=made, by=by, at=timezone.now())


def _fresh(subject):
    return type(subject).objects.select_related("access").get(pk=subject.pk)


def _send(recommendation: Recommendation, crew: dict[str, Officer]) -> None:
    for step, name in (
        (sanctions.submit, "penyelia"),
        (sanctions.approve, "komisioner"),
        (sanctions.issue, "penyelia"),
    ):
        step(_fresh(recommendation), by=crew[name])
    recommendation.refresh_from_db(fields=["access"])


def _file(access, name: str, text: str, by) -> UUID:
    return add_file(access, upload=SimpleUploadedFile(name, text.encode()), by=by, at=timezone.now()).pk


def _begun(access, by) -> UUID:
    return uploads.begin(access, name="rekaman.mp3", size=1000, by=by, at=timezone.now()).pk


class Asking:
    """Sends requests as a letter of the table and undoes what they did. Without the test client, which copies contexts."""

    def __init__(self, everybody: dict[str, Officer], code: str):
        now = timezone.now()
        self.site = BaseHandler()
        self.site.load_middleware()
        self.visitors = {letter: _logged_in(everybody[name]) for letter, name in PEOPLE.items()}
        self.visitors[HALF_IN] = _logged_in(everybody["pemeriksa"], factor=False)
        tokens = {letter: ApiToken.issue(everybody[name], at=now) for letter, name in PEOPLE.items()}
        self.headers = {letter: {"Authorization": f"Bearer {token}"} for letter, token in tokens.items()}
        self.headers[REPORTER] = {"X-Receipt-Code": code}

    def send(self, letter: str, method: str, path: str, **sent):
        """The answer, its body as `text_`; with the account's cookie for pages, its token for the API."""
        called = path.startswith("/api/")
        visitor = RequestFactory() if called and letter != HALF_IN else self.visitors.get(letter, RequestFactory())
        headers = self.headers.get(letter, {}) if called else {}
        request = getattr(visitor, method.lower())(path, headers=headers, **sent)
        request._dont_enforce_csrf_checks = True
        with transaction.atomic():
            answer = self.site.get_response(request)
            answer.text_ = b"".join(answer) if answer.streaming else answer.content
            _close(answer)
            transaction.set_rollback(True)
        return answer


def _close(answer) -> None:
    """Without what a server does then: giving up the connection that holds this world."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def _logged_in(officer: Officer, *, factor: bool = True) -> RequestFactory:
    client, visitor = Client(), RequestFactory()
    (Client.force_login if factor else log_in_without_factor)(client, officer)
    visitor.cookies = client.cookies
    return visitor
