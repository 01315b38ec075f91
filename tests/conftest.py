"""The people and things of the tests: named like the demo's accounts, made by the real actions."""

import itertools
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import sessions
from agencies.models import Agency, ApiToken, Officer, Territory
from complaints import actions as complaints
from deploy.demo.accounts import ACCOUNTS, create_accounts
from investigations import actions as investigations
from investigations.models import Case, Conclusion
from law.models import Violation
from sanctions import actions as sanctions
from sanctions.models import Recommendation
from tests.isolation import make_keys
from tests.template import Template
from workflow import insert_only

_numbers = itertools.count(1)
log_in_without_factor = Client.force_login


def _log_in_with_factor(client: Client, user, backend=None) -> None:
    """As after the password and a second factor; `half_in` logs in without one."""
    log_in_without_factor(client, user, backend)
    session = client.session
    sessions.mark(session, factor="totp", at=timezone.now())
    session.save()
    sessions.keep(session, user, device="", at=timezone.now())


Client.force_login = _log_in_with_factor


@pytest.fixture
def half_in(client):
    """The browser of an officer whose password was right and who has shown no second factor: half_in(officer)."""

    def enter(officer) -> Client:
        log_in_without_factor(client, officer)
        return client

    return enter


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "files"


@pytest.fixture(autouse=True)
def _own_anchors(settings, tmp_path):
    """The head of another test's log says nothing of this one's."""
    settings.ANCHOR = [(tmp_path / "anchors.log").as_uri()] if settings.EMBEDDED else []


@pytest.fixture(autouse=True)
def _no_scanner(settings):
    """Tests that ask a virus scanner start their own."""
    settings.CLAMD_URL = ""


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Counters start at zero; on Redis only this process's own keys are removed."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    client = cache._cache.get_client(write=True)
    own = list(client.scan_iter(match=f"{settings.CACHES['default']['KEY_PREFIX']}:*"))
    if own:
        client.delete(*own)


@pytest.fixture(scope="session")
def _template(django_test_environment, django_db_blocker, django_db_use_migrations, django_db_keepdb):
    if django_db_keepdb or not django_db_use_migrations:
        yield None
        return
    with django_db_blocker.unblock(), Template() as template:
        template.copy()
        yield template


@pytest.fixture(scope="session")
def django_db_setup(_template, django_db_setup, django_db_blocker):
    """Reference data stands in the test database for the whole run."""
    with django_db_blocker.unblock():
        if _template is None or not _template.loaded:
            call_command("load_reference", verbosity=0)
        if _template:
            _template.keep()
        make_keys()


@pytest.fixture
def reference_data(db):
    """For tests that flush the database (transaction=True): reference data again, when it is gone."""
    if not Territory.objects.exists():
        call_command("load_reference", verbosity=0)
        make_keys()


@pytest.fixture
def forging(db):
    """Somebody who got rid of the triggers and changes the log at will; at the end they stand again."""
    connection.check_constraints()  # PostgreSQL drops no trigger while checks wait for the end of the transaction
    insert_only.drop()


@pytest.fixture
def people(reference_data) -> dict[str, Officer]:
    """All demo accounts by username."""
    create_accounts()
    return {officer.username: officer for officer in Officer.objects.filter(demo=True)}


def _person(username: str):
    @pytest.fixture(name=username.replace(".", "_").replace("admin", "admin_account"))
    def person(people):
        return people[username]

    return person


for _account in ACCOUNTS:
    _fixture = _person(_account.username)
    globals()[_account.username.replace(".", "_").replace("admin", "admin_account")] = _fixture


@pytest.fixture
def kukar(reference_data) -> Agency:
    return Agency.objects.get(code="64.02")


@pytest.fixture
def report(reference_data):
    """Makes a Report about one civil servant of Kutai Kartanegara; anything can be given otherwise."""

    def make(**other) -> complaints.Report:
        number = next(_numbers)
        facts = {
            "kind": "NEUTRALITY",
            "narrative": f"Camat membagikan kaus bergambar pasangan calon di balai desa. Kejadian nomor {number}.",
            "incident_date": date(2024, 10, 14),
            "incident_place": "Tenggarong",
            "territory": Territory.objects.get(code="64.02"),
            "violations": [Violation.objects.get(code="NET-D8")],
            "people": [
                complaints.Person(name=f"Terlapor {number}", position="Camat", agency=Agency.objects.get(code="64.02"))
            ],
            "identity": {"name": "Pelapor Rahasia", "email": "pelapor@example.org", "phone": "+628110000001"},
        }
        return complaints.Report(**{**facts, **other})

    return make


@pytest.fixture
def a_complaint(report, people):
    """Makes a complaint; `stage` VERIFYING or INCOMPLETE walks it there. Keeps the receipt code as `.receipt_code`."""

    def make(stage: str = "RECEIVED", at=None, **other):
        filed = complaints.file_report(report(**other), by=None, at=at or timezone.now())
        complaint, code = filed.complaint, filed.receipt_code
        if stage in ("VERIFYING", "INCOMPLETE"):
            complaints.verify(complaint, by=people["intake"])
        if stage == "INCOMPLETE":
            complaints.request_completion(complaint, by=people["intake"], questions="Kapan kejadiannya?")
        complaint = type(complaint).objects.select_related("access").get(pk=complaint.pk)
        complaint.receipt_code = code
        return complaint

    return make


@pytest.fixture
def a_case(a_complaint, people):
    """Makes a case and walks it to `stage` (OPEN … FOLLOW_UP) with one respondent, proven by three votes."""

    def make(stage: str = "OPEN", proven: bool = True, **other) -> Case:
        complaint = a_complaint("VERIFYING", **other)
        reference = investigations.accept(complaint, by=people["intake"])["case"]
        walk(Case.objects.get(reference=reference), stage, proven, people)
        return Case.objects.select_related("access__authority").get(reference=reference)

    return make


def walk(case: Case, stage: str, proven: bool, people) -> None:
    """The way a case goes, up to a stage; every step by the person whose step it is."""
    conclusion = Conclusion.PROVEN if proven else Conclusion.NOT_PROVEN
    fresh = lambda: Case.objects.get(pk=case.pk)  # noqa: E731
    steps = {
        "OPEN": lambda: investigations.assign(fresh(), by=people["penyelia"], to=people["pemeriksa"]),
        "CLARIFICATION": lambda: investigations.clarify(fresh(), by=people["pemeriksa"]),
        "EXAMINATION": lambda: (
            investigations.examine(fresh(), by=people["pemeriksa"]),
            _find(case, conclusion, people),
        ),
        "DELIBERATION": lambda: investigations.deliberate(fresh(), by=people["penyelia"]),
        "DECIDED": lambda: (_vote(case, conclusion, people), investigations.decide(fresh(), by=people["komisioner"])),
        "FOLLOW_UP": lambda: sanctions.follow_up(fresh(), by=people["penyelia"]),
    }
    for name, step in steps.items():
        step()
        if name == stage:
            return


def _find(case, conclusion, people) -> None:
    for respondent in case.respondents.all():
        for allegation in respondent.allegations.all():
            investigations.write_finding(
                case,
                by=people["pemeriksa"],
                respondent=respondent,
                violation=allegation.violation,
                conclusion=conclusion,
                reasons="Foto dan dua saksi.",
            )


def _vote(case, conclusion, people) -> None:
    for name in ("komisioner", "komisioner2", "komisioner3"):
        for respondent in case.respondents.filter(set_aside=""):
            investigations.vote(
                Case.objects.get(pk=case.pk),
                by=people[name],
                respondent=respondent,
                conclusion=conclusion,
                reasons="Setuju.",
            )


@pytest.fixture
def a_recommendation(a_case, people):
    """Makes a recommendation to Kutai Kartanegara and walks it to `stage` (DRAFT … VERIFIED)."""

    def make(stage: str = "DRAFT", **other) -> Recommendation:
        pk = a_case("FOLLOW_UP", **other).recommendations.get().pk
        fresh = lambda: Recommendation.objects.select_related("letter", "sanction").get(pk=pk)  # noqa: E731
        bkd = people["bkd.kukar"]
        steps = {
            "DRAFT": lambda: None,
            "REVIEW": lambda: sanctions.submit(fresh(), by=people["penyelia"]),
            "APPROVED": lambda: sanctions.approve(fresh(), by=people["komisioner"]),
            "ISSUED": lambda: sanctions.issue(fresh(), by=people["penyelia"]),
            "ACKNOWLEDGED": lambda: sanctions.acknowledge(fresh(), by=bkd),
            "IMPLEMENTED": lambda: sanctions.implement(
                fresh(), by=bkd, decree_number="800/1", decree_date=timezone.localdate(), sanction=fresh().sanction
            ),
            "VERIFIED": lambda: sanctions.verify(fresh(), by=people["penyelia"], note="Sesuai."),
        }
        for name, step in steps.items():
            step()
            if name == stage:
                break
        return Recommendation.objects.select_related("access", "case", "respondent", "letter", "sanction").get(pk=pk)

    return make


@pytest.fixture
def token():
    """The API token of an officer."""
    return lambda officer: ApiToken.issue(officer, at=timezone.now())


@pytest.fixture
def call(client, token):
    """Calls the API as somebody: call(officer, "GET", "cases") → response."""

    def do(officer, method: str, path: str, body=None, **headers):
        if officer is not None:
            headers["Authorization"] = f"Bearer {token(officer)}"
        extra = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(client, method.lower())(f"/api/v1/{path}", headers=headers, **extra)

    return do
