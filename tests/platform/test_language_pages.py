"""Who chooses a language reads every page in it: walks the site as each kind of reader, looking for words of the other.

What people wrote, names, and parts marked as another language (`lang`) or as code are nobody's to translate.
"""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client

# words that every page of the language needs and that no name in the tests has
MARKERS = {
    "id": {"and", "the", "you", "your", "not", "with", "this", "report", "case", "file", "files", "open", "until", "name"},
    "en": {
        "anda", "kami", "yang", "dan", "atau", "untuk", "dengan", "belum", "sudah", "tidak", "ini", "laporan", "perkara",
        "berkas", "bukti", "tenggat", "giliran", "rekomendasi", "hari", "kerja", "buka", "kirim", "simpan", "catatan",
        "pilih", "tulis", "semua", "cari", "tanggal", "wilayah", "tahap", "alasan", "kode", "pelapor", "pemeriksa",
    },
}  # fmt: skip
# what people wrote in the tests, the draft of a letter, names of authorities and of accounts
WRITTEN = re.compile(
    r"Foto dan dua saksi|NET-D8: |Kementerian |(pemeriksa|penyelia|komisioner)\d*$"
)  # names of accounts
SHOWN_ATTRIBUTES = {"aria-label", "title", "alt", "placeholder", "data-saved", "data-on", "data-off"}
SILENT = {"script", "style", "code"}
VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "line", "circle", "ellipse"}
NOT_PAGES = ("/static/", "/sistem/", "/keluar", "/api/")
PUBLIC = [
    "/", "/lapor/", "/lapor/siapa/", "/lapor/kapan-di-mana/", "/lapor/bukti/", "/lapor/kontak/", "/lapor/periksa/",
    "/lapor/lanjutkan/", "/lapor/hapus/", "/lacak/", "/masuk/", "/tidak-ada/",
]  # fmt: skip
HOMES = [
    "/petugas/", "/petugas/laporan/", "/petugas/cari/", "/petugas/cari/?q=camat", '/petugas/cari/?q="zzz"', "/instansi/",
    "/pemberitahuan/",
]  # fmt: skip
PEOPLE = ["intake", "pemeriksa", "penyelia", "komisioner", "bkd.kukar", "bawaslu", "auditor"]


class Reader(HTMLParser):
    """The words of a page that are its own, and where it leads."""

    def __init__(self, page: str, language: str):
        super().__init__()
        self.language, self.texts, self.links = language, [], []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        foreign = given.get("lang", self.language) != self.language
        if not (foreign or self._silent()):
            self.texts += [text for name, text in attrs if name in SHOWN_ATTRIBUTES and text]
        if tag not in VOID:
            self._open.append((tag, foreign or tag in SILENT))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not self._silent():
            self.texts.append(data)

    def _silent(self) -> bool:
        return any(silent for _, silent in self._open)


class Walk:
    """One reader in one language. Opens every address of every page once for its kind, and notes what is wrong."""

    def __init__(self, language: str, officer=None):
        self.language, self.wrong, self.seen = language, set(), set()
        self.links: list[str] = []
        self.browser = Client()
        self.browser.cookies["bahasa"] = language
        if officer:
            self.browser.force_login(officer)

    def through(self, start: list[str]) -> set:
        """(address, words) of the other language on every page that can be reached."""
        todo: list[str] = []
        for address in start:
            todo += self._opened(address)
        while todo:
            todo += self._followed(todo.pop(0))
        return self.wrong

    def _followed(self, address: str) -> list[str]:
        """What a link leads to, once for each kind of page."""
        kind = re.sub(r"(LAP|KAS|REK)-[\w-]+|[0-9a-f-]{36}|\d+", "*", urlsplit(address).path)
        if kind in self.seen or address.startswith(NOT_PAGES) or not address.startswith("/"):
            return []
        self.seen.add(kind)
        return self._opened(address)

    def _opened(self, address: str) -> list[str]:
        self.reads(self.browser.get(address, follow=True))
        return self.links

    def reads(self, answer) -> None:
        self.links = []
        address = f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}"
        if not answer.headers["Content-Type"].startswith("text/html"):
            return
        page = answer.content.decode()
        assert f'<html lang="{self.language}">' in page and answer.headers["Content-Language"] == self.language, address
        reader = Reader(page, self.language)
        self.links = [urljoin(address, link) for link in reader.links if "bahasa=" not in link]
        switches = [link for link in reader.links if "bahasa=" in link]
        assert switches and all(_keeps(address, link) for link in switches), address
        for text in (text for text in reader.texts if not WRITTEN.match(text.strip())):
            if MARKERS[self.language] & set(re.findall(r"[a-z]+", text.lower())):
                self.wrong.add((address, " ".join(text.split())[:100]))


def _keeps(address: str, link: str) -> bool:
    """The switch leads to the same page with the same query, but for the language."""
    here, there = urlsplit(address), urlsplit(link)
    asked, kept = parse_qs(here.query), parse_qs(there.query)
    return there.path in ("", here.path) and {**asked, "bahasa": kept["bahasa"]} == kept


@pytest.fixture(params=["en", "id"])
def language(request):
    return request.param


@pytest.fixture
def everything(a_complaint, a_case, a_recommendation, people):
    """A report in several stages, cases before and in the plenary, recommendations from draft to verified."""
    asked = a_complaint("INCOMPLETE")
    for stage in ("RECEIVED", "VERIFYING"):
        a_complaint(stage)
    for stage in ("OPEN", "EXAMINATION", "DELIBERATION", "DECIDED"):
        a_case(stage)
    for stage in ("DRAFT", "ISSUED", "IMPLEMENTED", "VERIFIED"):
        a_recommendation(stage)
    return asked


def test_a_citizen_reads_every_page_in_the_chosen_language(reference_data, language):
    assert Walk(language).through(PUBLIC) == set()


def test_a_citizen_is_told_what_is_missing_in_the_chosen_language(reference_data, language):
    walk = Walk(language)
    for address in (path for path in PUBLIC if path.startswith(("/lapor/", "/lacak/", "/masuk/"))):
        walk.reads(walk.browser.post(address, {"jumlah": "1", "mode": "NAMED", "day": "99"}, follow=True))
    assert walk.wrong == set()


def test_a_reporter_tracks_in_the_chosen_language(everything, language):
    walk = Walk(language)
    told = {"nomor": everything.reference, "kode": everything.receipt_code}
    assert walk.browser.post("/lacak/", told, follow=True).status_code == 200
    assert walk.through(["/lacak/"]) == set()


def test_a_refused_form_offers_the_other_language_of_its_page(a_recommendation, people):
    page = f"/instansi/rekomendasi/{a_recommendation('ISSUED').reference}/"
    browser = Client()
    browser.force_login(people["bkd.kukar"])
    refused = browser.post(f"{page}rebut/").content.decode()
    assert f'href="{page}?bahasa=en"' in refused
    assert browser.get(f"{page}?bahasa=en").headers["Content-Language"] == "en"


def test_officers_and_agencies_read_every_page_in_the_chosen_language(everything, people, language):
    for username in PEOPLE:
        walk = Walk(language, people[username])
        assert walk.through(HOMES) == set(), username
        assert len(walk.seen) > 3, "nothing was walked"
