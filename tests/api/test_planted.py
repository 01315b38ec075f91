"""Words planted in every place where people write, looked for in everything that each person can fetch.

A person's pages are found by following every link from their first page on; to these come their calls of the API, the
search for every planted word, and the files they may take.
"""

import html
import json
import re
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import override_settings

from deploy.demo.accounts import ACCOUNTS
from tests.api.matrix_table import PEOPLE
from tests.api.world import Asking, people, story

pytestmark = pytest.mark.django_db
WORD = "bendungan"
IDENTITY = {"name": "Sri Wahyuningsih Tirtakusuma", "email": "tirtakusuma@example.org", "phone": "+6281234509876"}
NARRATIVE = ["membagikan kaus", f"Balai desa {WORD}"]
TALK = [f"Pesan {WORD}"]
TEAM = [f"Rahasia tim {WORD}"]
VOTES = ["Setuju."]
FINDINGS = ["dua saksi"]
FILES = [f"Catatan {WORD}"]
PERSON = [f"Terlapor {WORD}"]
OFFICERS = [a.full_name for a in ACCOUNTS if a.role in ("intake", "investigator", "supervisor", "commissioner")]
FIRST_PAGES = ["/petugas/", "/instansi/", "/pemberitahuan/", "/petugas/laporan/", "/petugas/jejak/", "/petugas/cari/"]
FIRST_PAGES += [
    "/pimpinan/",
    "/petugas/angka/",
    "/petugas/keterangan/",
    "/petugas/rujukan/",
    "/petugas/impor/",
    "/petugas/ekspor/",
]
CALLS = ["complaints", "cases", "recommendations", "notifications", "violations"]
MOST = 400  # pages of one person
# what a person may not read; nobody reads who reported
HIDDEN = {
    "i": [],
    "p": [],
    "s": [],
    "c": TALK,
    "b": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + OFFICERS,
    "g": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + OFFICERS + PERSON,
    "k": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + OFFICERS + PERSON,
    "w": TALK + TEAM + VOTES + FINDINGS + OFFICERS,
    "l": TALK + FILES,
    "a": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + PERSON,
    "u": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + PERSON,  # who asks for an identity is named to them
    "m": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + PERSON + OFFICERS,
    "d": NARRATIVE + TALK + TEAM + VOTES + FINDINGS + FILES + PERSON,
}
# what they do read, so that an empty crawl does not pass for a clean one
SHOWN = {
    "i": NARRATIVE + TALK + FILES,
    "p": NARRATIVE + TALK + TEAM + FILES,
    "s": NARRATIVE + TALK + TEAM + VOTES + FILES,
    "c": TEAM + FINDINGS + FILES,
    "b": [*PERSON, "Lampiran 1"],
    "w": NARRATIVE + FILES,
    "l": FINDINGS + PERSON,
    "a": ["complaint.submit"],
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _own_files(settings, files):
    settings.EVIDENCE_DIR = files


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, files):
    """The story with its words planted, and everybody who may ask; undone after the last test of this file."""
    with django_db_blocker.unblock(), override_settings(EVIDENCE_DIR=files), transaction.atomic():
        everybody = people()
        own = story(everybody, words=WORD, foreign=False, **IDENTITY, notify=True)
        yield own, Asking(everybody, own.code)
        transaction.set_rollback(True)


def fetched(asking: Asking, letter: str, own) -> dict[str, str]:
    """Path → text of everything this person gets."""
    found: dict[str, str] = {}
    waiting = [*FIRST_PAGES, *_asked(own)]
    while waiting and len(found) < MOST:
        path = waiting.pop(0)
        if path in found:
            continue
        answer = asking.send(letter, "GET", path)
        text = answer.text_.decode("utf-8", "replace")
        found[path] = f"{answer.headers}\n{html.unescape(text)}" if answer.status_code < 400 else ""
        waiting += [link for link in _links(answer, text) if link not in found]
    assert len(found) < MOST
    return found


def _asked(own) -> list[str]:
    calls = [f"/api/v1/{call}" for call in CALLS]
    calls += [f"/api/v1/{kind}/{name}" for kind, name in _subjects(own)]
    calls += [f"/api/v1/complaints/{own.complaint}/{part}" for part in ("status", "messages")]
    calls += [
        f"/api/v1/evidence/{file}{part}"
        for file in (own.complaint_file, own.recommendation_file)
        for part in ("", "/file")
    ]
    words = [WORD, *IDENTITY.values(), "tirtakusuma", "81234509876", own.code, own.complaint]
    return calls + [f"{search}?q={word}" for word in words for search in ("/api/v1/search", "/petugas/cari/")]


def _subjects(own):
    return [("complaints", own.complaint), ("cases", own.case), ("recommendations", own.recommendation)]


def _links(answer, text: str) -> list[str]:
    """Where a page leads on this site; not out of the account, nor into another language, nor into the administration."""
    links = [answer.headers["Location"]] if "Location" in answer.headers else []
    links += (
        re.findall(r'(?:href|action)="(/[^"#]*)', html.unescape(text))
        if "html" in answer.get("Content-Type", "")
        else []
    )
    return [link for link in links if not re.match(r"/(static|keluar|lapor|lacak|sistem)|.*bahasa=", link)]


@pytest.mark.parametrize("letter", PEOPLE, ids=PEOPLE.get)
def test_nobody_fetches_who_reported_nor_what_is_not_theirs(planted, letter):
    own, asking = planted
    everything = fetched(asking, letter, own)
    identity = [*IDENTITY.values(), "Tirtakusuma", "tirtakusuma", "81234509876", own.code, own.code.replace("-", "")]
    for path, text in everything.items():
        hidden = [word for word in identity + HIDDEN[letter] if word in _answered(path, text)]
        assert not hidden, f"{path}: {hidden}"
    read = "\n".join(everything.values())
    assert [word for word in SHOWN.get(letter, []) if word not in read] == []


@pytest.mark.parametrize("letter", PEOPLE, ids=PEOPLE.get)
def test_no_search_knows_who_reported(planted, letter):
    own, asking = planted
    for asked in (*IDENTITY.values(), "tirtakusuma", "81234509876", own.code, f"Pesan {WORD}"[:5]):
        answer = asking.send(letter, "GET", f"/api/v1/search?q={quote(asked)}")
        assert answer.status_code == 403 or json.loads(answer.text_)["total"] == 0, asked


def _answered(path: str, text: str) -> str:
    """A page without the words that were asked for, which a search repeats."""
    for word in re.findall(r"\w{4,}", html.unescape(path.partition("?q=")[2])):
        text = text.replace(word, "…")
    return text
