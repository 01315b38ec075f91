"""Who a respondent is, completed at the desk."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from agencies.queries import agencies
from desk.editing import Versions
from desk.identifying import IdentifyForm, standing
from desk.views.cases import respondent_of
from desk.views.writing import Page, allowed, written
from investigations import actions
from investigations.models import Case, Respondent


@login_required
def identify(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """An agency that may be several is asked about (422) before anything is saved; an odd NIP is saved and pointed out."""
    subject = allowed("case", "case.note", request, reference)
    person = respondent_of(subject, respondent)
    form = _form(request, person)
    act = partial(actions.identify, subject, by=request.user, respondent=person)
    stages, anchor, about = tuple(Case.UNENDED), f"#terlapor-{person.pk}", str(person)
    versions = Versions(lambda _form: person.history.all(), _told)
    page = Page(
        _("Lengkapi identitas"), _("Simpan identitas"), act, stages, anchor, about, "desk/identify.html", versions
    )
    answer = written(request, subject, form, page)
    if answer.status_code == 302 and form.nip_warning:
        messages.warning(request, form.nip_warning)
    return answer


def _told(row) -> list[tuple[str, str]]:
    return [("name", row.name), ("nip", row.nip), ("position", row.position), ("agency_text", row.agency_text)]


def _form(request: HttpRequest, person: Respondent) -> IdentifyForm:
    known: dict[str, Any] = {"person": person, "directory": agencies()}
    if request.method != "POST":
        return IdentifyForm.shown(standing(person), **known)
    return IdentifyForm.checked(IdentifyForm.typed(request.POST, **known), **known)
