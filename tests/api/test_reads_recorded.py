"""Whoever gets to see a report, a file, a search or an export leaves an access record: every address is asked.

Two rules find what was forgotten: whoever's answer holds a word of the report, and whoever opens an address that is not
in FREE, must stand in the records; an address in FREE must hold nothing of the report.
"""

import re

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from desk.access_words import ACCESS_WORDS
from tests.api import matrix_table as table
from tests.api.test_matrix import CALLS, OWN, PAGES, address, letters, sent
from tests.api.world import Asking, people, story
from workflow.models import AccessRecord

pytestmark = pytest.mark.django_db
OWN_UPLOAD = "how much of the sender's own file has arrived"
OWN_WORDS = "the reader's own searches, in their own words; what they find is recorded when it is shown"
CODES = "verbs and references of what the reader was told of; opening one is recorded"
REFERENCE = "laws, agencies and their kind; no report"
FORM = "an empty form"
FREE = {
    "petugas/laporan/catat/": FORM,
    "petugas/saringan/": OWN_WORDS,
    "petugas/sekaligus/": "one's own runs by verb and time; no report",
    "petugas/penyaluran/": "rules, teams and loads in numbers; no report",
    "petugas/penyaluran/aturan/": FORM,
    "petugas/penyaluran/tim/": FORM,
    "petugas/perkara/pindah/": FORM,
    "petugas/unggah/<uuid:upload>/": OWN_UPLOAD,
    "petugas/keterangan/": "an empty form, and the numbers of one's own questions",
    "petugas/keterangan/penanya/": FORM,
    "petugas/impor/": "an empty form, and the names of one's own files",
    "petugas/rujukan/": "an empty form, and the names of one's own files",
    "petugas/skema/<slug:name>/": "a published schema",
    "instansi/unggah/<uuid:upload>/": OWN_UPLOAD,
    "api/v1/uploads": OWN_UPLOAD,
    "api/v1/uploads/<uuidstr:upload>": OWN_UPLOAD,
    "petugas/bukti/<uuid:pk>/langkah/": "how far the worker is; nothing of what the file holds",
    "petugas/identitas/kunci/": "a custodian's own key",
    "petugas/cari/tersimpan/": OWN_WORDS,
    "petugas/cari/tersimpan/<int:saved>/": OWN_WORDS,
    "petugas/cari/beku/": OWN_WORDS,
    "petugas/cari/": "without words nothing is searched; with words it is tried below",
    "api/v1/searches": OWN_WORDS,
    "pemberitahuan/": CODES,
    "pemberitahuan/pengaturan/": FORM,
    "petugas/sistem/pengiriman/": "kinds and numbers of jobs that were set aside; no report",
    "petugas/sambungan/": "addresses of agencies' systems; no report",
    "instansi/sambungan/": "addresses of the agency's own systems; no report",
    "pemberitahuan/baru/": CODES,
    "api/v1/notifications": CODES,
    "api/v1/violations": REFERENCE,
    "api/v1/verify/<code>": "whether a letter is genuine, for everybody; no name and no report",
    "api/v1/agencies": REFERENCE,
    "api/v1/agencies/<code>": REFERENCE,
}
LISTS = {f"api/v1/{kind}" for kind in ("complaints", "cases", "recommendations")} | {
    "petugas/",
    "petugas/antrean/<slug:slug>/",
    "petugas/cari/belum-terbaca/",
    "petugas/identitas/",
    "petugas/pleno/",
    "petugas/pleno/baru/",
    "petugas/tugas/",
    "petugas/konsultasi/",
    "petugas/belum-dilihat/",
    "instansi/",
    "pimpinan/perkara/",
}
OWN_WORDS_SHOWN = {route for route, reason in FREE.items() if reason in (OWN_WORDS, OWN_UPLOAD)}
NO_REPORT = re.compile(r"petugas/akun|instansi/(akun|petugas)|akun/|masuk/")  # accounts and signing in
WORDS = (OWN, "Terlapor", "Pelapor", "kaus")  # codes and references alone are kept
KIND_OF_LOOK = re.compile(r"[a-z]+\.[a-z_]+")
WITH_FILE = {"petugas/bukti/<uuid:pk>/asli/": {"reason": "Dibaca untuk sidang pleno."}}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _own_files(settings, files):
    settings.EVIDENCE_DIR = files


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, files):
    with django_db_blocker.unblock(), override_settings(EVIDENCE_DIR=files), transaction.atomic():
        everybody = people()
        own = story(everybody, words=OWN, foreign=False)
        yield own, Asking(everybody, own.code), everybody
        transaction.set_rollback(True)


class Kept:
    """What is inserted into the access records while a request is answered, which is undone afterwards."""

    def __init__(self):
        self.statements, self.parameters = 0, ()

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(f'INSERT INTO "{AccessRecord._meta.db_table}"'):
            self.statements += 1
            self.parameters += tuple(params or ())
        return execute(sql, params, many, context)


def asked(world, letter: str, method: str, route: str, **more):
    own, asking, _everybody = world
    cache.clear()
    kept, body = Kept(), sent(method, route) | more
    with connection.execute_wrapper(kept):
        answer = asking.send(letter, method, address(route, own), **body)
    return answer, kept


def looks_of(route: str) -> dict:
    return {"data": WITH_FILE[route]} if route in WITH_FILE else {}


@pytest.mark.parametrize("letter", table.PEOPLE, ids=table.PEOPLE.get)
def test_whoever_sees_something_is_recorded_with_one_insert_and_nobody_else(world, letter):
    wrong = []
    for method, route in {**PAGES, **CALLS}:
        if letter not in letters(route) or NO_REPORT.search(route):
            continue
        answer, kept = asked(world, letter, method, route, **(looks_of(route) if method == "POST" else {}))
        shown = answer.status_code < 300 or answer.status_code in (409, 422)
        told = OWN.encode() in answer.text_ and route not in OWN_WORDS_SHOWN
        listed = route not in LISTS or any(name.encode() in answer.text_ for name in world[0].names())
        opened = method == "GET" and answer.status_code < 300 and route not in FREE and listed
        if shown and (told or opened) and not kept.statements:
            wrong.append(f"{method} {route}: {answer.status_code} and no record")
        if answer.status_code in (401, 403, 404) and kept.statements:
            wrong.append(f"{method} {route}: {answer.status_code} and a record")
        if strange := {word for word in kept.parameters if KIND_OF_LOOK.fullmatch(str(word))} - set(ACCESS_WORDS):
            wrong.append(f"{method} {route}: no words for {strange}")
        if kept.statements > 1:
            wrong.append(f"{method} {route}: {kept.statements} inserts")
        if said := [word for word in WORDS if word in str(kept.parameters)]:
            wrong.append(f"{method} {route}: {said} in a record")
        if route in FREE and kept.statements:
            wrong.append(f"{method} {route}: recorded, though it is said to be free")
    assert not wrong, "\n".join(wrong)


def test_every_free_address_is_there_and_says_why():
    known = {route for _method, route in {**PAGES, **CALLS}}
    assert known >= LISTS  # these may be empty: then nobody saw anything
    assert set(FREE) <= known and all(FREE.values())


def test_the_record_names_the_reader_the_file_and_its_access(world):
    own, asking, everybody = world
    _answer, kept = asked(world, "p", "GET", "petugas/laporan/<slug:reference>/")
    assert own.complaint in kept.parameters and everybody["pemeriksa"].pk in kept.parameters
    assert "complaint.read" in kept.parameters


@pytest.mark.parametrize("route", ["petugas/cari/", "api/v1/search"])
def test_a_search_is_recorded_with_every_hit_and_none_of_its_words(world, route):
    own, asking, _everybody = world
    kept = Kept()
    with connection.execute_wrapper(kept):
        answer = asking.send("p", "GET", f"/{route}?q={OWN}")
    assert OWN.encode() in answer.text_ and kept.statements == 1
    assert "search.ask" in str(kept.parameters) and own.complaint in str(kept.parameters)
    assert OWN not in str(kept.parameters)


def test_a_reporter_leaves_no_record(world):
    for method, route in CALLS:
        _answer, kept = asked(world, table.REPORTER, method, route)
        assert not kept.statements, f"{method} {route}"
