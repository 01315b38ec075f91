"""What waits for a head: proposals to decide, people who leave, lists to confirm, agencies that nobody can be reached at."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import contacts, departures, invitations, people, recovery, reviews, role_changes
from accounts.models import Contact
from agencies.models import Agency, Officer


@dataclass(frozen=True)
class Task:
    """One line: what waits, where it is done (a name of an address, or a path below the list), and whether it is late."""

    text: str
    path: str
    late: bool = False


def tasks_of(user, *, today: date) -> list[Task]:
    """Everything that waits for this head; nothing for whoever is none. A bounded number of questions."""
    if not any(user.may(right) for right in ("officer.invite", "officer.approve", "officer.review")):
        return []
    return [*_decisions(user), *_departures(user), *_reviews(user, today), *_places(user)]


def short_of_heads():
    """Agencies with people here and fewer than two heads among them who are awake."""
    heads = Q(pk__in=Officer.objects.filter(people.holding("officer.invite")).values("pk"))
    there = Officer.objects.filter(agency=OuterRef("pk"), closed_at__isnull=True).exclude(roles="partner")
    enough = (
        Officer.objects.filter(heads, agency__isnull=False)
        .order_by()
        .values("agency")
        .annotate(n=Count("pk"))
        .filter(n__gte=people.HEADS_AT_LEAST)
    )
    return Agency.objects.filter(Exists(there)).exclude(pk__in=enough.values("agency")).order_by("name")


def _decisions(user) -> list[Task]:
    found = [
        Task(
            _("%(who)s diundang dan menunggu persetujuan Anda.") % {"who": row.full_name}, f"undangan/{row.reference}/"
        )
        for row in invitations.waiting_to_decide(user)[:20]
    ]
    found += [
        Task(
            _("Perubahan untuk %(who)s menunggu persetujuan Anda.") % {"who": row.officer},
            f"perubahan/{row.reference}/",
        )
        for row in role_changes.waiting_to_decide(user).select_related("officer")[:20]
    ]
    lost = recovery.waiting_to_decide(user).select_related("officer")[:20]
    return found + [
        Task(_("%(who)s kehilangan perangkat dan perlu dua orang.") % {"who": r.officer}, f"pemulihan/{r.reference}/")
        for r in lost
    ]


def _departures(user) -> list[Task]:
    rows = departures.running(user).exclude(officer=user).select_related("officer").order_by("at")[:20]
    return [
        Task(_("%(who)s akan pergi: serahkan pekerjaannya, lalu tutup akunnya.") % {"who": r.officer}, f"berhenti/{r.reference}/")
        for r in rows
    ]  # fmt: skip


def _reviews(user, today: date) -> list[Task]:
    own = list(reviews.waiting(user)[:4])
    found = [Task(_review_text(row, today), f"tinjauan/{row.reference}/", late=row.due_date < today) for row in own]
    if user.authority_id:
        late = reviews.overdue(user, today=today).filter(agency__isnull=False).count()
        if late:
            text = ngettext(
                "%(count)s instansi belum memastikan daftar petugasnya.",
                "%(count)s instansi belum memastikan daftar petugasnya.",
                late,
            )
            found.append(Task(text % {"count": late}, "instansi/", late=True))
    return found


def _review_text(row, today: date) -> str:
    if row.due_date < today:
        return _("Daftar petugas %(quarter)s terlambat dipastikan.") % {"quarter": row.quarter}
    return _("Daftar petugas %(quarter)s menunggu dipastikan.") % {"quarter": row.quarter}


def _places(user) -> list[Task]:
    """The authority looks after agencies that cannot help themselves; an agency after its own."""
    if user.authority_id:
        return _agencies()
    found = []
    if Officer.objects.filter(people.heads(user)).count() < people.HEADS_AT_LEAST:
        found.append(Task(_("Instansi Anda punya kurang dari dua kepala akun. Undang satu lagi."), "undang/"))
    if not Contact.objects.filter(agency=user.agency_id).living().exists():
        found.append(Task(_("Instansi Anda belum punya kontak surel yang hidup."), "kontak/", late=True))
    return found


def _agencies() -> list[Task]:
    short, silent = short_of_heads().count(), contacts.without_living_contact().count()
    found = []
    if short:
        text = ngettext(
            "%(count)s instansi punya kurang dari dua kepala akun.",
            "%(count)s instansi punya kurang dari dua kepala akun.",
            short,
        )
        found.append(Task(text % {"count": short}, "instansi/"))
    if silent:
        text = ngettext(
            "%(count)s instansi tanpa kontak surel yang hidup.",
            "%(count)s instansi tanpa kontak surel yang hidup.",
            silent,
        )
        found.append(Task(text % {"count": silent}, "instansi/", late=True))
    return found
