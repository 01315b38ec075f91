"""The log: could it be altered, is it anchored outside, what did the last reading find."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from deploy.doctor.findings import Finding, danger, good, note, wrong
from desk.chain_state import LATE_ANCHOR, LATE_SEAL
from workflow import insert_only, verification
from workflow.models import Anchor, Event, Verification

ALTERING = ("UPDATE", "DELETE", "TRUNCATE")


def findings(*, at: datetime) -> Iterator[Finding]:
    """`at` is now."""
    yield from _guarded()
    yield from _sealed(at)
    yield from _anchored(at)
    yield from _read_again()


def _guarded() -> Iterator[Finding]:
    subject = _("Catatan kejadian")
    if tables := insert_only.missing():
        state = _("%(tables)s tanpa pemicu: isinya dapat diubah") % {"tables": ", ".join(tables)}
        yield wrong(subject, state, _("Jalankan: manage.py migrate"))
    if connection.vendor != "postgresql":
        yield note(
            subject, _("siapa pun yang dapat menulis berkas basis data dapat mengubahnya; jangkar menunjukkannya")
        )
    elif tables := alterable():
        state = _("peran basis data situs ini dapat mengubah %(tables)s") % {"tables": ", ".join(tables)}
        yield wrong(
            subject,
            state,
            _("Jalankan deploy/postgresql/roles.sql sebagai pemilik, dan pakai netral_app di DATABASE_URL."),
        )
    else:
        yield good(subject, _("hanya dapat ditambah dan dibaca"))


def alterable() -> list[str]:
    """The tables of the log that the role of this connection could alter, by right or by owning them."""
    query = """
        SELECT pg_has_role(current_user, relowner, 'USAGE')
            OR has_table_privilege(current_user, oid, %s)
        FROM pg_class WHERE oid = to_regclass(%s)
    """
    with connection.cursor() as cursor:
        found = []
        for table in insert_only.TABLES:
            cursor.execute(query, [", ".join(ALTERING), table])
            row = cursor.fetchone()
            found += [table] if row and row[0] else []
    return found


def _sealed(at: datetime) -> Iterator[Finding]:
    since = verification.unsealed()["since"]
    if since and at - since > LATE_SEAL:
        state = _("catatan akses menunggu segel sejak %(since)s") % {"since": since.isoformat(timespec="seconds")}
        yield wrong(_("Catatan akses"), state, _("Jalankan: manage.py worker"))


def _anchored(at: datetime) -> Iterator[Finding]:
    subject = _("Jangkar catatan")
    inside = _("Isi ANCHOR dengan tempat di luar mesin ini: mailto:…, https://…, atau file:///….")
    if not settings.ANCHOR:
        yield wrong(subject, _("tidak diatur: rantai yang ditulis ulang dengan kuncinya tidak ketahuan"), inside)
        return
    last = Anchor.objects.filter(error="").order_by("-at").first()
    if Event.objects.exists() and (last is None or at - last.at > LATE_ANCHOR):
        yield wrong(
            subject, _("ujung rantai lebih dari dua jam tidak diberitahukan ke luar"), _("Periksa ANCHOR dan pekerja.")
        )
    elif settings.EMBEDDED and all(place.startswith("file:") for place in settings.ANCHOR):
        yield note(subject, _("hanya berkas di mesin ini"), inside)
    else:
        yield good(subject, _("diberitahukan ke luar"))


def _read_again() -> Iterator[Finding]:
    last = Verification.objects.filter(finished_at__isnull=False).order_by("-pk").first()
    if last and last.broken:
        state = _("pembacaan ulang menemukan rantai rusak: %(broken)s") % {"broken": last.broken}
        yield danger(_("Catatan kejadian"), state, _("Jalankan manage.py verify_log dan bandingkan dengan cadangan."))
