"""A citizen with a browser: fills in the form page by page, as far as a test needs."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Complaint, Draft

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
ANSWERS = {
    "/lapor/": {"kind": "NEUTRALITY", "violations": ["NET-D8"], "narrative": "Camat meminta staf memasang foto calon."},
    "/lapor/siapa/": {
        "jumlah": "1",
        "orang-0-name": "Terlapor Satu",
        "orang-0-position": "Camat",
        "orang-0-agency_text": "Pemkab Kutai Kartanegara",
        "orang-0-nip": "19800101 200501 1 001",
    },
    "/lapor/kapan-di-mana/": {
        "day": "12", "month": "10", "year": "2024", "place": "Grup WhatsApp kantor", "territory_text": "kukar",
    },
    "/lapor/bukti/": {"tautan": "https://www.instagram.com/p/abc"},
    "/lapor/kontak/": {"mode": "CONFIDENTIAL", "name": "Pelapor Satu", "phone": "0811000001", "email": "", "notify": ""},
}  # fmt: skip


class Citizen:
    """Without JavaScript and without an account."""

    def __init__(self, **options):
        self.browser = Client(**options)

    def writes(self, path: str, **other):
        """Fill in a page as usual but for `other`, and press the button."""
        return self.browser.post(path, {**ANSWERS.get(path, {}), **{k.replace("__", "-"): v for k, v in other.items()}})

    def fills_in(self, *, but: dict | None = None) -> None:
        """All five pages; `but` is {path: {field: other value}}."""
        for path, answers in ANSWERS.items():
            answer = self.browser.post(path, {**answers, **(but or {}).get(path, {})})
            assert answer.status_code == 302, (path, answer.status_code)

    def sends(self):
        return self.browser.post("/lapor/periksa/")

    def reports(self, **how) -> tuple[str, str]:
        """The whole way; answers the number and the code of the receipt."""
        self.fills_in(**how)
        assert self.sends().url == "/lapor/tanda-terima/"
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        page = self.browser.get("/lapor/tanda-terima/").content.decode()
        return tuple(re.findall(r"<dd data-copy>([^<]+)</dd>", page))

    def opens(self, reference: str, code: str):
        return self.browser.post("/lacak/", {"nomor": reference, "kode": code})

    def reads(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def citizen(reference_data) -> Citizen:
    return Citizen()


@pytest.fixture
def another_citizen(reference_data) -> Citizen:
    return Citizen()


@pytest.fixture
def photo():
    """A picture to upload; no two are the same file."""
    numbers = iter(range(100))
    return lambda name="foto.png": SimpleUploadedFile(name, PNG + bytes([next(numbers)]), "image/png")


@pytest.fixture
def the_complaint(db):
    return lambda: Complaint.objects.get()


@pytest.fixture
def the_draft(db):
    return lambda: Draft.objects.get()
