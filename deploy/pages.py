"""The front of the site: its first page, what becomes of data, and the door for people with an account."""

from datetime import date

from django.contrib.auth.views import LoginView
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from law.models import Election, StageClock

# the first desk whose right an account has is where it lands after logging in
DESKS = [
    ("recommendation.view_agency", "/instansi/"),
    ("admin.manage", "/sistem/"),
    ("complaint.view_referred", "/petugas/laporan/"),
]


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


class SignIn(LoginView):
    """Leads each account to its own desk."""

    template_name = "pages/sign_in.html"
    redirect_authenticated_user = True

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["username"].label, form.fields["password"].label = (
            gettext_lazy("Nama akun"),
            gettext_lazy("Kata sandi"),
        )
        form.error_messages["invalid_login"] = gettext_lazy("Nama akun atau kata sandi tidak cocok. Coba lagi.")
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.pop("site")  # Django's idea of a site hides ours
        return context

    def get_default_redirect_url(self):
        rights = self.request.user.rights
        return next((address for right, address in DESKS if right in rights), "/petugas/")


sign_in = never_cache(SignIn.as_view())
