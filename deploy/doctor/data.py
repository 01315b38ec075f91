"""Database, clock, background work, search, Redis and disk."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, danger, good, note, wrong
from deploy.probes import LATE, queue_age
from law.models import Holiday
from search import indexing, telling
from search.backends.elastic.client import FAILURES, Unavailable, client
from search.models import Target, Unheard
from workflow.models import Event, Job

OLDEST_POSTGRESQL = 14
DRIFT = 5  # seconds between two clocks
FLEETING = ("tmpfs", "ramfs")
GIGABYTE = 1024**3


def findings(*, at: datetime) -> Iterator[Finding]:
    """`at` is now. Nothing but the first finding when the database does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        state = _("tidak menjawab (%(error)s): tidak ada laporan yang bisa diterima") % {"error": type(error).__name__}
        yield danger(_("Basis data"), state, _("Periksa DATABASE_URL dan jalankan basis datanya."))
        return
    yield from _database()
    yield from _clock(at)
    yield from _work(at)
    yield from _holidays(at)
    yield from _search()
    yield from _redis()


def _database() -> Iterator[Finding]:
    subject = _("Basis data")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        state = _("%(count)s perubahan tabel belum diterapkan") % {"count": len(waiting)}
        yield wrong(subject, state, _("Jalankan: manage.py migrate"))
    if connection.vendor == "postgresql":
        yield from _postgresql(subject)
    else:
        yield from _sqlite(subject)


def _postgresql(subject: str) -> Iterator[Finding]:
    version = int(_asked("SHOW server_version_num")) // 10_000
    if version < OLDEST_POSTGRESQL:
        yield wrong(subject, f"PostgreSQL {version}", _("Naikkan ke PostgreSQL 14 atau lebih baru."))
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if _asked(f"SHOW {name}") == "off":
            yield danger(
                subject,
                _("%(name)s mati: laporan yang sudah diterima bisa hilang saat listrik padam") % {"name": name},
                _("Nyalakan %(name)s di postgresql.conf.") % {"name": name},
            )
    yield good(subject, f"PostgreSQL {version}")


def _sqlite(subject: str) -> Iterator[Finding]:
    if _asked("PRAGMA synchronous") < 2:
        yield danger(subject, _("SQLite tidak menunggu cakram"), _("Kembalikan PRAGMA synchronous=FULL."))
    yield good(subject, f"SQLite {_asked('SELECT sqlite_version()')}")


def _asked(query: str):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _clock(at: datetime) -> Iterator[Finding]:
    subject = _("Jam")
    newest = Event.objects.order_by("-occurred_at").values_list("occurred_at", flat=True).first()
    drift = abs((_asked("SELECT clock_timestamp()") - timezone.now()).total_seconds()) if _counts_itself() else 0
    if drift > DRIFT:
        state = _("jam mesin ini dan jam basis data berbeda %(seconds)s detik") % {"seconds": round(drift)}
        yield wrong(subject, state, _("Nyalakan penyelaras waktu (NTP) di kedua mesin."))
    elif newest and (newest - at).total_seconds() > DRIFT:
        yield wrong(
            subject, _("jejak memuat waktu yang belum tiba: jam pernah salah"), _("Nyalakan penyelaras waktu (NTP).")
        )
    else:
        yield good(subject, timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z"))


def _counts_itself() -> bool:
    return connection.vendor == "postgresql"


def _work(at: datetime) -> Iterator[Finding]:
    subject = _("Pekerjaan latar")
    failed = Job.objects.filter(failed_at__isnull=False).count()
    if failed:
        state = _("%(count)s pekerjaan disisihkan setelah gagal berulang kali") % {"count": failed}
        yield wrong(subject, state, _("Lihat sebabnya di log pekerja."))
    late = queue_age(at=at)
    if late > LATE:
        state = _("yang tertua menunggu %(minutes)s menit") % {"minutes": round(late / 60)}
        yield wrong(subject, state, _("Jalankan: manage.py worker"))
    elif not failed:
        yield good(subject, _("tidak ada yang tertunda"))


def _holidays(at: datetime) -> Iterator[Finding]:
    subject = _("Hari libur")
    this = timezone.localdate(at).year
    known = Holiday.objects.filter(kind=Holiday.Kind.NATIONAL, day__year__gte=this)
    years = {day.year for day in known.values_list("day", flat=True)}
    if this not in years:
        state = _("tahun %(year)s belum ada: batas waktu tidak bisa dihitung") % {"year": this}
        yield wrong(subject, state, _("Masukkan hari libur tahun itu di halaman pengelola."))
    elif this + 1 not in years:
        yield note(subject, _("tahun %(year)s belum ada") % {"year": this + 1}, _("Masukkan begitu ditetapkan."))
    else:
        yield good(subject, _("tahun ini dan tahun depan ada"))


def _search() -> Iterator[Finding]:
    subject = _("Pencarian")
    waiting = Job.objects.filter(kind=indexing.JOB).count()
    if not settings.SEARCH_URL:
        yield good(subject, _("di basis data; %(count)s perubahan menunggu") % {"count": waiting})
        return
    try:
        version = client(settings.SEARCH_URL).info()["version"]["number"]
    except (*FAILURES, Unavailable, KeyError, TypeError) as error:
        state = _("Elasticsearch tidak menjawab (%(error)s); basis data menggantikannya") % {
            "error": type(error).__name__
        }
        yield wrong(subject, state, _("Periksa SEARCH_URL. Setelah menjawab lagi, indeks menyusul sendiri."))
        return
    behind = Unheard.objects.count() + waiting
    if not Target.objects.filter(live=True).exists():
        yield wrong(
            subject,
            _("Elasticsearch %(version)s, indeks belum jadi") % {"version": version},
            _("Jalankan: manage.py rebuild_index"),
        )
    elif behind > telling.TOGETHER:
        state = _("Elasticsearch %(version)s, tertinggal %(count)s perubahan") % {"version": version, "count": behind}
        yield wrong(subject, state, _("Jalankan pekerja, lalu manage.py check_index."))
    else:
        yield good(subject, f"Elasticsearch {version}")


def _redis() -> Iterator[Finding]:
    if not settings.REDIS_URL:
        if not settings.EMBEDDED:
            remedy = _("Isi REDIS_URL bila situs ini dijalankan lebih dari satu proses.")
            yield note("Redis", _("tidak diatur: pemberitahuan langsung hanya di dalam satu proses"), remedy)
        return
    try:
        cache.get("doctor")
        yield good("Redis", _("menjawab"))
    except Exception as error:  # the client raises errors of several libraries; each means the same here
        state = _("tidak menjawab (%(error)s)") % {"error": type(error).__name__}
        yield wrong("Redis", state, _("Periksa REDIS_URL dan jalankan Redis."))


def disk() -> Iterator[Finding]:
    """Room for files, and whether what is written there stays."""
    subject, place = _("Tempat berkas"), _existing(settings.EVIDENCE_DIR)
    if _kept_where(place) in FLEETING:
        say = wrong if settings.EMBEDDED else danger
        yield say(subject, _("%(place)s hanya ada di memori") % {"place": place}, _("Pindahkan DATA_DIR ke cakram."))
    usage = shutil.disk_usage(place)
    free = {"free": number_format(usage.free / GIGABYTE, 1), "share": round(100 * usage.free / usage.total)}
    state = _("%(free)s GB kosong (%(share)s %%)") % free
    if usage.free < usage.total * settings.DISK_FLOOR / 100:
        yield wrong(subject, state, _("Tambah ruang: berkas baru ditolak sampai ada tempat."))
    else:
        yield good(subject, state)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def _kept_where(place: Path) -> str:
    """The kind of file system that a place lies on; "" where the system does not tell."""
    mounts = Path("/proc/mounts")
    rows = [row.split()[1:3] for row in mounts.read_text().splitlines()] if mounts.exists() else []
    holding = [(len(mount), kind) for mount, kind in rows if place.resolve().is_relative_to(mount)]
    return max(holding, default=(0, ""))[1]
