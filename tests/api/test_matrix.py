"""Every address, every person, every object: own, of others, absent. The table is in matrix_table.py.

Objects are made once; every request is undone, so that each meets the same world. An address that is not in the table,
or a row without an address, fails.
"""

import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from deploy.api import api
from tests.api import figures_table, hearings_table, panel_table, people_table, worklist_table
from tests.api import matrix_table as table
from tests.api.test_walk import REPORT
from tests.api.world import ABSENT, Asking, people, story
from tests.architecture.visited import routes
from workflow.verbs import kinds

pytestmark = pytest.mark.django_db
PAGES = {
    **table.rows(table.STAFF_PAGES),
    **table.verb_rows(),
    **table.rows(people_table.AUTHORITY),
    **table.rows(worklist_table.PAGES),
    **table.rows(people_table.AGENCY),
}
PAGES |= table.rows(panel_table.PAGES) | table.rows(hearings_table.PAGES)
CALLS = {**table.rows(table.API), **table.rows(panel_table.CALLS), **table.api_verb_rows()}
CALLS |= table.rows(hearings_table.CALLS)
PAGES |= table.rows(figures_table.PAGES)
CALLS |= table.rows(figures_table.CALLS)
BODIES = panel_table.BODIES | {
    "api/v1/complaints": REPORT,
    "api/v1/complaints/<reference>/messages": {"text": "Halo"},
    "api/v1/cases/<reference>/findings": {
        "respondent": 1,
        "violation": "NET-D8",
        "conclusion": "PROVEN",
        "reasons": "Foto",
    },
    "api/v1/cases/<reference>/respondents/<respondent>/set_aside": {"reason": "RETIRED"},
    "api/v1/cases/<reference>/invitations": {"questions": ["Di mana Anda hari itu?"]},
    "api/v1/searches": {"name": "Camat", "q": "camat"},
    "api/v1/notifications/seen": {"up_to": 0},
    "pemberitahuan/dilihat/": {"up_to": 0},
}
A_DAY = 24 * 3600  # nobody is asked for a password again while the table is gone through
FIXED = {
    "place": "pekerjaan",
    "row": 987654321,
    "page": 1,
    "slug": "masuk",
    "code": "64.02",
    "handle": "0" * 24,
    "provider": "tidak-ada",
    "secret": "x",
}
OPEN_TO_CODES = re.compile(r"api/v1/complaints/<reference>/|/transitions/|/uploads/<")  # answered without a token too
VERB_FORMS = {pair for pair in table.verb_rows() if pair[0] == "GET"}  # their POST knocks at the same door
ABOUT_ONE = [
    pair
    for pair in {**PAGES, **CALLS}
    if re.search(
        r"reference>|letter>|saved>|frozen>|pk>|link>|upload>|unsealing>|session>|task>|username>|person>|instansi/.*contact>",
        pair[1],
    )
    and pair not in VERB_FORMS
]
OWN, FOREIGN = "bendungan", "mercusuar"  # a word in every text of the own story, and of the foreign one


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _own_files(settings, files):
    settings.EVIDENCE_DIR = files


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, files):
    """Own story, foreign story and a way to call as each letter; undone after the last test of this file."""
    with django_db_blocker.unblock(), override_settings(EVIDENCE_DIR=files, FRESH=A_DAY), transaction.atomic():
        everybody = people()
        own = story(everybody, words=OWN, foreign=False)
        foreign = story(everybody, words=FOREIGN, foreign=True)
        yield {"own": own, "foreign": foreign, "ask": asking(Asking(everybody, own.code))}
        transaction.set_rollback(True)


def asking(world: Asking):
    """ask(letter, method, route, story) → answer."""

    def ask(letter: str, method: str, route: str, subject):
        return world.send(letter, method, address(route, subject), **sent(method, route))

    ask.headers = world.headers
    return ask


def address(route: str, subject) -> str:
    """The address of a route for one story; which of its names is meant says the room."""
    room = next((kind for word, kind in ROOMS.items() if word in route), "complaint")
    file = subject.recommendation_file if route.startswith("instansi/") else subject.complaint_file
    places = {
        "respondent": subject.respondent,
        "link": subject.link,
        "saved": subject.saved,
        "frozen": subject.frozen,
        "sighting": subject.sighting,
        "upload": subject.upload,
        "redaction": subject.redaction,
        "annex": subject.annex,
        "letter": subject.letter,
        "unsealing": subject.unsealing,
        "person": subject.person,
        "session": subject.session,
        "task": subject.task,
        "verdict": 987654321,
        "batch": 987654321,
        "sieve": 987654321,
        "bulk_run": 987654321,
        "routing": 987654321,
        "team": 987654321,
        "absence": 987654321,
        "tie": 987654321,
        "disposal": subject.disposal,
        "hold": subject.hold,
        "kind": "laporan",
        "conflict": 987654321,
        "key": 987654321,
        "inquiry": "KET-26-000000",
        "form": "csv",
        "name": "referrals",
        "nip": "198001012005011001",
        "invitation": subject.invitation,
        "enclosure": 987654321,
        "record": subject.record,
        "version": 1,
        "answer": "TGP-26-000000",
    }
    values = {
        **FIXED,
        **places,
        "reference": getattr(subject, room),
        "pk": file,
        **people_table.values_of(route, subject),
    }
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


ROOMS = {
    "petugas/konsultasi/": "consultation",
    "perkara": "case",
    "cases": "case",
    "rekomendasi": "recommendation",
    "recommendations": "recommendation",
}


def sent(method: str, route: str) -> dict:
    if method == "GET":
        return {}
    if route.endswith(("/evidence", "/evidence/")):
        return {"data": {"file": SimpleUploadedFile("baru.txt", b"Isi baru")}}
    if route.startswith("api/"):
        return {"data": BODIES.get(route, {}), "content_type": "application/json"}
    return {"data": BODIES.get(route, {})}


def expected(row: dict[str, str], letter: str, route: str) -> set[int]:
    if letter == table.HALF_IN and letter not in row:
        letter = table.NOBODY
    if letter not in row and letter in (table.NOBODY, table.REPORTER) and route.startswith("api/"):
        return {404} if OPEN_TO_CODES.search(route) else {401}
    if letter not in row and letter == table.NOBODY:
        return {302}
    told = row.get(letter, row[""])
    return table.MAY if told == "may" else {int(told)}


def letters(route: str) -> list[str]:
    return table.LETTERS if route.startswith("api/") else [*table.PEOPLE, table.NOBODY, table.HALF_IN]


def plain(answer, subject) -> str:
    """What an answer says, without the names that were asked for and the form's one-time token."""
    return re.sub(
        r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", nameless(answer.text_.decode("utf-8", "replace"), subject)
    )


def nameless(text: str, subject) -> str:
    for name in subject.names():
        text = text.replace(name, "…")
    return re.sub(r"(respondents|sightings|annexes|terlapor)/\d+", r"\1/…", text)


def outcome(answer, subject) -> tuple:
    return answer.status_code, nameless(answer.headers.get("Location", ""), subject), plain(answer, subject)


# The table is whole -----------------------------------------------------------------------------------------------------
def test_every_page_has_a_row_and_every_row_a_page():
    known = {route for _method, route in {*PAGES, *CALLS, *table.public_rows()}}
    expanded = {route for route in known if "/transitions/" in route}
    there = set(routes()) - {"api/v1/<plural>/<reference>/transitions/<verb>"}
    assert there == known - expanded


def test_every_call_of_the_api_has_a_row():
    there = {
        (method, "api/v1/" + re.sub(r"{([\w:]+)}", r"<\1>", path))
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    known = {pair for pair in CALLS if pair[1].startswith("api/") and "/transitions/" not in pair[1]}
    assert there - {("POST", "api/v1/<plural>/<reference>/transitions/<verb>")} == known


def test_every_verb_has_a_row():
    assert {kind.name: set(kind.verbs) for kind in kinds()} == {k: set(verbs) for k, verbs in table.DOES.items()}


# The answers ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("letter", table.LETTERS, ids=lambda x: table.PEOPLE.get(x, x))
def test_everybody_gets_what_the_table_says_and_nothing_of_others(world, letter):
    wrong, foreign_, ask = [], world["foreign"], world["ask"]
    for (method, route), row in {**PAGES, **CALLS}.items():
        if letter not in letters(route):
            continue
        cache.clear()
        answer = ask(letter, method, route, world["own"])
        if answer.status_code not in expected(row, letter, route):
            wrong.append(f"{method} {route}: {answer.status_code}, the table says {expected(row, letter, route)}")
        if leaks(answer, foreign_):
            wrong.append(f"{method} {route}: names what belongs to others")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("letter", table.LETTERS, ids=lambda x: table.PEOPLE.get(x, x))
def test_what_belongs_to_others_is_the_same_as_what_does_not_exist(world, letter):
    wrong, ask = [], world["ask"]
    for method, route in ABOUT_ONE:
        if letter not in letters(route):
            continue
        foreign = outcome(ask(letter, method, route, world["foreign"]), world["foreign"])
        absent = outcome(ask(letter, method, route, ABSENT), ABSENT)
        if foreign != absent:
            wrong.append(f"{method} {route}: {foreign[:2]} for others', {absent[:2]} for none")
        if foreign[0] < 300:
            wrong.append(f"{method} {route}: {foreign[0]} for what belongs to others")
    assert not wrong, "\n".join(wrong)


def test_somebody_elses_respondent_is_absent_from_an_own_case(world):
    own, ask = world["own"], world["ask"]
    for method, route in {**PAGES, **CALLS}:
        if "respondent>" not in route:
            continue
        for letter in "ps":
            foreign = replace(own, respondent=world["foreign"].respondent)
            absent = replace(own, respondent=ABSENT.respondent)
            there = outcome(ask(letter, method, route, foreign), foreign)
            assert there == outcome(ask(letter, method, route, absent), absent), f"{method} {route}"
            assert there[0] in (403, 404), f"{method} {route}"


def test_a_receipt_code_opens_its_own_report_alone(world):
    own, ask = world["own"], world["ask"]
    own_code, foreign_code = own.code, world["foreign"].code
    for method, route in CALLS:
        if not OPEN_TO_CODES.search(route):
            continue
        ask.headers["x"] = {"X-Receipt-Code": foreign_code}
        assert ask("x", method, route, own).status_code == 404, f"{method} {route}"
        ask.headers["x"] = {"X-Receipt-Code": own_code}
        assert ask("x", method, route, world["foreign"]).status_code == 404, f"{method} {route}"


@pytest.mark.parametrize("letter", [*table.PEOPLE, table.NOBODY, table.HALF_IN], ids=lambda x: table.PEOPLE.get(x, x))
def test_public_pages_are_open_to_everybody_and_tell_of_no_report(world, letter):
    for method, route in table.public_rows():
        answer = world["ask"](letter, method, route, world["own"])
        assert answer.status_code < 500, f"{method} {route}"
        for secret in (OWN, FOREIGN, world["own"].complaint, world["own"].case):
            assert secret.encode() not in answer.text_, f"{method} {route}"


@pytest.mark.parametrize("letter", [*table.PEOPLE, table.NOBODY, table.HALF_IN], ids=lambda x: table.PEOPLE.get(x, x))
def test_administration_is_closed_to_everybody_but_administrators_and_holds_no_report(world, letter):
    for route in administration():
        answer = world["ask"](letter, "GET", route, world["own"])
        assert answer.status_code < 500, route
        if letter != "d" and route not in table.ADMIN_DOORS:
            assert answer.status_code in (302, 403, 404), route
            assert answer.status_code != 302 or answer.headers["Location"].startswith(("/sistem/login/", "/masuk/")), (
                route
            )
        assert not any(word.encode() in answer.text_ for word in (OWN, FOREIGN, world["own"].complaint)), route


@pytest.mark.parametrize("letter", table.PEOPLE, ids=table.PEOPLE.get)
def test_no_search_finds_a_word_of_others(world, letter):
    for route in ("petugas/cari/", "api/v1/search"):
        for asked in (f"?q={FOREIGN}", f"?q={world['foreign'].complaint}", f"?q={world['foreign'].case}"):
            answer = world["ask"](letter, "GET", route + asked, world["own"])
            found = answer.text_.decode().replace(asked[3:], "…")
            assert f"kaus {FOREIGN}" not in found and "Camat" not in found, asked


def leaks(answer, foreign) -> bool:
    return any(name.encode() in answer.text_ for name in [FOREIGN, *foreign.secrets(), foreign.code])


def administration() -> list[str]:
    """Every route of the administration with a key that exists in every table, or none."""
    top = next(p for p in get_resolver().url_patterns if str(p.pattern) == table.ADMINISTRATION)
    filled = [re.sub(r"<(?:\w+:)?\w+>", "1", route) for route in _below(top, table.ADMINISTRATION)]
    return [re.sub(r"\(\?P<.*", "agencies/", route).strip("^$") for route in filled]


def _below(resolver: URLResolver, prefix: str):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        yield from [route] if isinstance(pattern, URLPattern) else _below(pattern, route)
