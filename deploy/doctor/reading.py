"""What looks at strangers' files: virus scanner, recognition of writing, the children's sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, good, note, wrong
from evidence import scanning
from evidence.child import ask
from evidence.extract import tesseract
from evidence.extract.leaves import NoOcr
from evidence.quota import LARGEST_FILE

OLD = 7  # days after which virus signatures are out of date
CHUNK = bytes(1024 * 1024)


def findings(*, at: datetime) -> Iterator[Finding]:
    """`at` is now."""
    yield from _scanner(at)
    yield from _recognition()
    yield from _sandbox()


def _scanner(at: datetime) -> Iterator[Finding]:
    subject = _("Pemeriksa virus")
    if not scanning.configured():
        yield note(
            subject, _("tidak diatur: berkas tidak diperiksa virusnya"), _("Jalankan clamd, lalu isi CLAMD_URL.")
        )
        return
    try:
        version, day = scanning.version(), _made_on(scanning.signed_on())
        scanning.found_in(CHUNK for _number in range(LARGEST_FILE // len(CHUNK)))
    except scanning.NotScanned as why:
        if str(why) == scanning.LARGE:
            remedy = _("Naikkan StreamMaxLength di clamd.conf ke %(size)s MB.") % {"size": LARGEST_FILE // len(CHUNK)}
            yield wrong(subject, _("tidak menerima berkas terbesar"), remedy)
        else:
            yield wrong(subject, _("tidak menjawab: berkas baru menunggu"), _("Periksa CLAMD_URL dan jalankan clamd."))
        return
    if day is None:
        yield note(
            subject,
            _("%(version)s, umur tanda tangannya tidak diketahui") % {"version": version},
            _("Jalankan freshclam."),
        )
    elif (at - day).days > OLD:
        state = _("%(version)s, tanda tangannya berumur %(days)s hari") % {"version": version, "days": (at - day).days}
        yield wrong(subject, state, _("Jalankan freshclam."))
    else:
        yield good(subject, version)


def _made_on(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _recognition() -> Iterator[Finding]:
    subject = _("Pembaca gambar")
    remedy = _("Pasang tesseract-ocr, tesseract-ocr-ind, dan tesseract-ocr-eng.")
    try:
        languages = tesseract.languages(settings.TESSERACT)
    except NoOcr:
        yield wrong(subject, _("tidak ada: pindaian dan foto tidak terbaca"), remedy)
        return
    lacking = [language for language in tesseract.WANTED if language not in languages.split("+")]
    if lacking:
        yield wrong(subject, _("tanpa bahasa %(languages)s") % {"languages": ", ".join(lacking)}, remedy)
    else:
        yield good(subject, tesseract.name(settings.TESSERACT))


def _sandbox() -> Iterator[Finding]:
    """Tried out by a child, not believed."""
    subject = _("Ruang terkurung")
    code, answer = ask("evidence.sandbox")
    held = json.loads(answer) if code == 0 else {"network": "", "files": 0}
    if not held["network"]:
        yield wrong(
            subject,
            _("jaringan tetap terbuka bagi program yang membaca berkas orang tak dikenal"),
            _("Pakai kernel Linux dengan seccomp, atau cabut jaringan dari pekerjanya."),
        )
    if not held["files"]:
        yield wrong(
            subject,
            _("berkas lain di mesin ini tetap terlihat olehnya"),
            _("Pakai kernel Linux 5.13 atau lebih baru dengan Landlock."),
        )
    if held["network"] and held["files"]:
        state = _("tanpa jaringan (%(network)s), tanpa berkas lain (Landlock %(files)s)")
        yield good(subject, state % held)
