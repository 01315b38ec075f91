"""Records of hearings at the desk: written, corrected, signed, read with every version."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hearings import recording, sealing, terms
from hearings.actions import RIGHT
from hearings.forms import RecordForm, SigningForm, lines_of
from hearings.models import HearingRecord
from hearings.recording import Heard, Signature
from hearings.views.frame import Page, asked, case_of, invitation_of, look, may_write, record_of


@login_required
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A record of a hearing, of somebody invited or not."""
    case = case_of(request, reference, right=RIGHT)
    wanted = request.GET.get("undangan", "")
    invitation = invitation_of(case, wanted) if wanted else None
    initial = {"held_on": terms.day_of(case, timezone.now()), "present": str(request.user)}
    if invitation:
        items = lines_of([[question, ""] for question in invitation.questions])
        initial |= {"heard": invitation.addressee, "place": invitation.place, "items": items}
    form = RecordForm(request.POST or None, corrects=False, initial=initial)

    def act(told: dict) -> str:
        said = Heard(**told)
        return _address(
            recording.write_down(case, by=request.user, said=said, invitation=invitation, at=timezone.now())
        )

    return asked(request, case, form, Page(_("Berita acara"), _("Simpan berita acara"), act))


@login_required
@require_safe
def shown(request: HttpRequest, reference: str, record: str, version: int) -> HttpResponse:
    """One version of a record, with the others beside it."""
    case = case_of(request, reference)
    found = record_of(case, record, version)
    look(request, case)
    versions = recording.versions_of(found)
    reads = request.user.may("evidence.view") or request.user.may("case.view_plenary")
    newest = versions[0].pk == found.pk
    facts = {
        "case": case,
        "record": found,
        "told": sealing.record_of(found) if reads else None,
        "versions": versions,
        "newest": newest,
        "may": may_write(request, case) and newest,
    }
    return render(request, "hearings/record.html", facts)


@login_required
def correct(request: HttpRequest, reference: str, record: str, version: int) -> HttpResponse:
    """A further version."""
    case = case_of(request, reference, right=RIGHT)
    found = record_of(case, record, version)
    form = RecordForm(request.POST or None, corrects=True, initial=_initial(found))

    def act(told: dict) -> str:
        return _address(recording.correct(found, by=request.user, said=Heard(**told), at=timezone.now()))

    return asked(request, case, form, Page(_("Perbaiki berita acara"), _("Simpan versi baru"), act))


@login_required
def sign(request: HttpRequest, reference: str, record: str, version: int) -> HttpResponse:
    """How it was signed."""
    case = case_of(request, reference, right=RIGHT)
    found = record_of(case, record, version)
    form = SigningForm(request.POST or None, request.FILES or None)

    def act(told: dict) -> str:
        return _address(recording.sign(found, by=request.user, signature=Signature(**told), at=timezone.now()))

    return asked(request, case, form, Page(_("Tanda tangan berita acara"), _("Simpan tanda tangan"), act))


def _initial(found: HearingRecord) -> dict:
    told = sealing.record_of(found) or {"present": [], "items": [], "note": ""}
    return {
        "heard": found.heard,
        "held_on": found.held_on,
        "begun": found.begun,
        "place": found.place,
        "present": "\n".join(told["present"]),
        "items": lines_of(told["items"]),
        "note": told["note"],
    }


def _address(found: HearingRecord) -> str:
    return reverse("hearings:record", args=[found.case.reference, found.reference, found.version])
