"""Settings, keys and mail: what would let somebody in, or a word out."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from agencies.models import Officer
from deploy.doctor.findings import Finding, danger, good, note, wrong

SHORTEST_KEY = 32  # characters
SECRETS = (
    "DATABASE_URL", "REDIS_URL", "SEARCH_URL", "SECRET_KEY", "FIELD_KEYS", "LOG_KEY", "BACKUP_KEY", "EMAIL_URL", "CLAMD_URL",
    "METRICS_TOKEN", "SIGNER_PASSWORD",
)  # fmt: skip
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}
PATIENCE = 5  # seconds for the mail server


def findings() -> Iterator[Finding]:
    yield from _settings()
    yield from _address()
    yield from _keys()
    yield from _people()
    yield from _mail()


def _settings() -> Iterator[Finding]:
    subject = _("Pengaturan")
    if settings.DEBUG:
        say = note if settings.EMBEDDED and set(settings.ALLOWED_HOSTS) <= LOOPBACK else danger
        yield say(subject, _("DEBUG menyala: halaman galat memperlihatkan isi situs."), _("Kosongkan DEBUG."))
    if "*" in settings.ALLOWED_HOSTS:
        yield danger(
            subject, _("ALLOWED_HOSTS menerima nama apa pun."), _("Tulis hanya nama situs ini di ALLOWED_HOSTS.")
        )
    if settings.TRAINING:
        yield note(subject, _("TRAINING menyala: ini situs latihan."))
    state = _("bawaan, satu mesin") if settings.EMBEDDED else _("dengan basis data sendiri")
    yield good(subject, state)


def _address() -> Iterator[Finding]:
    subject = _("Alamat situs")
    if settings.HTTPS:
        yield good(subject, settings.BASE_URL)
    elif settings.EMBEDDED and set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        yield note(
            subject, _("hanya mesin ini, tanpa HTTPS"), _("Untuk dipakai orang lain, isi BASE_URL dengan https://….")
        )
    else:
        yield danger(
            subject,
            _("tanpa HTTPS: kode tanda terima dan kata sandi terbaca di jalan"),
            _("Isi BASE_URL dengan https://…."),
        )


def _keys() -> Iterator[Finding]:
    subject = _("Kunci")
    weak = [name for name in ("SECRET_KEY", "LOG_KEY") if len(getattr(settings, name)) < SHORTEST_KEY]
    weak += ["FIELD_KEYS"] if any(len(key) < SHORTEST_KEY for key in settings.FIELD_KEYS) else []
    for name in weak:
        yield danger(
            subject,
            _("%(name)s terlalu pendek untuk melindungi apa pun.") % {"name": name},
            _("Pakai kunci acak sekurangnya %(number)s huruf.") % {"number": SHORTEST_KEY},
        )
    open_to_all = [str(place) for place in _key_files() if place.stat().st_mode & stat.S_IRWXO]
    for place in open_to_all:
        yield danger(
            subject,
            _("%(place)s terbaca oleh siapa pun di mesin ini.") % {"place": place},
            _("Jalankan: chmod 600 %(place)s") % {"place": place},
        )
    if not weak and not open_to_all:
        yield good(subject, _("ada, dan hanya terbaca oleh pemiliknya"))


def _key_files() -> list[Path]:
    named = [Path(os.environ[f"{name}_FILE"]) for name in SECRETS if os.environ.get(f"{name}_FILE")]
    folder = settings.DATA_DIR / "keys"
    return [place for place in (*named, *(folder.iterdir() if folder.is_dir() else ())) if place.is_file()]


def _people() -> Iterator[Finding]:
    subject = _("Akun")
    count = Officer.objects.filter(demo=True, is_active=True).count()
    if count and not settings.EMBEDDED:
        yield danger(
            subject,
            _("%(count)s akun contoh ada di situs sungguhan. Mereka tidak dapat masuk, tetapi tidak boleh ada di sini.")
            % {"count": count},
            _("Tutup akun contoh di /petugas/akun-petugas/."),
        )
    elif count:
        yield note(
            subject,
            _("akun contoh ada, kata sandinya diketahui umum"),
            _("Jangan pakai situs ini untuk laporan sungguhan."),
        )
    else:
        yield good(subject, _("tanpa akun contoh"))


def _mail() -> Iterator[Finding]:
    subject = _("Surel")
    if not settings.EMAIL_URL:
        remedy = _("Isi EMAIL_URL, misalnya smtp+tls://nama:sandi@surel.example:587.")
        yield (note if settings.EMBEDDED else wrong)(subject, _("tidak diatur: tidak ada surel yang keluar"), remedy)
        return
    try:
        with get_connection(timeout=PATIENCE):
            yield good(subject, _("peladen surel menjawab"))
    except Exception as error:  # clients of several kinds, each with errors of its own
        yield wrong(
            subject,
            _("peladen surel tidak menjawab (%(error)s); surel menunggu") % {"error": type(error).__name__},
            _("Periksa EMAIL_URL dan jaringan."),
        )
