"""The front of the site: its first page, and what becomes of data."""

from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from law.models import Election, StageClock


def home(request):
    """What can be reported, what happens then, how reporters are kept safe. Says nothing that is not so."""
    today = timezone.localdate()
    election = _next_election(today)
    days = (election.vote_date - today).days if election else None
    return render(request, "pages/home.html", {"election": election, "days": days, "steps": _steps()})


def _next_election(today: date) -> Election | None:
    return Election.objects.filter(in_force=True, vote_date__gte=today).order_by("vote_date").first()


def _reading_time() -> str:
    """How long it takes until somebody reads a report, where a clock in working days says so."""
    working = StageClock.objects.filter(kind="complaint", stage="RECEIVED", unit=StageClock.Unit.WORKING)
    days = working.values_list("days", flat=True).first()
    return _("Paling lama %(days)s hari kerja sampai petugas membacanya.") % {"days": days} if days else ""


def _steps() -> list[dict]:
    reading = _reading_time()
    return [
        {
            "name": _("Diterima"),
            "note": _("Saat itu juga. Anda mendapat nomor laporan dan kode rahasia."),
            "state": "now",
        },
        {
            "name": _("Diverifikasi"),
            "note": " ".join(filter(None, [reading, _("Kalau ada yang kurang, kami bertanya lewat halaman lacak.")])),
        },
        {"name": _("Diperiksa"), "note": _("Terlapor dan atasannya dimintai keterangan. Nama Anda tidak disebut.")},
        {"name": _("Diputus"), "note": _("Terbukti atau tidak, oleh para komisioner bersama-sama.")},
        {"name": _("Ditindaklanjuti"), "note": _("Instansi menjatuhkan sanksi. Kami menagihnya sampai selesai.")},
    ]


def protection(request):
    return render(request, "pages/protection.html")


def personal_data(request):
    return render(request, "pages/personal_data.html")


def accessibility(request):
    return render(request, "pages/accessibility.html")
