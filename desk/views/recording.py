"""Writing down a report that came by letter, telephone or in person, and handing over its receipt code once."""

import re
import secrets

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Territory
from complaints.actions import file_report
from complaints.idempotency import answered_once
from complaints.models import Complaint
from desk.recording import MOST_PEOPLE, PeopleForms, RecordForm
from desk.views.queues import sidebar
from evidence.actions import FileRefused, add_file
from law.models import Violation

KEY = re.compile(r"[0-9a-f]{32}")


@login_required
def record(request: HttpRequest) -> HttpResponse:
    """One page: the form, and after it the receipt. Sent twice, it answers the same receipt and files one complaint."""
    if not (request.user.may("complaint.create") and request.user.may("complaint.view")):
        raise PermissionDenied("complaint.create")
    if request.method != "POST":
        return _form_page(request, RecordForm(), PeopleForms(prefix="p"), key=secrets.token_hex(16))
    form, people = RecordForm(request.POST, request.FILES), PeopleForms(_counted(request), prefix="p")
    key = request.POST.get("key", "")
    key = key if KEY.fullmatch(key) else secrets.token_hex(16)
    if "tambah" in request.POST:
        return _form_page(request, _unchecked(request), _one_more(request), key=key)
    if not _complete(form, people):
        return _form_page(request, form, people, key=key, status=422)
    return _receipt(request, form, people, key)


def _complete(form: RecordForm, people) -> bool:
    complete = form.is_valid() & people.is_valid()
    if complete and form.cleaned_data["kind"] != Violation.Kind.MERIT and not people.people():
        people.forms[0].add_error("name", _("Tulis satu petunjuk: nama, jabatan, instansi, atau NIP."))
        return False
    return complete


def _unchecked(request: HttpRequest) -> RecordForm:
    """What was typed, without a word about what is missing yet."""
    many = {"violations"}
    typed = {
        name: request.POST.getlist(name) if name in many else request.POST.get(name, "")
        for name in RecordForm.base_fields
    }
    return RecordForm(initial=typed)


def _counted(request: HttpRequest):
    """What was sent, with a number of people that makes sense, whatever the hidden field says."""
    data = request.POST.copy()
    given = data.get("p-TOTAL_FORMS", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1
    data["p-TOTAL_FORMS"], data["p-INITIAL_FORMS"] = str(min(max(number, 1), MOST_PEOPLE)), "0"
    return data


def _one_more(request: HttpRequest):
    data, fields = _counted(request), PeopleForms.form.base_fields
    rows = range(min(int(data["p-TOTAL_FORMS"]), MOST_PEOPLE - 1))
    return PeopleForms(initial=[{name: data.get(f"p-{n}-{name}", "") for name in fields} for n in rows], prefix="p")


def _receipt(request: HttpRequest, form: RecordForm, people, key: str) -> HttpResponse:
    at = timezone.now()

    def make() -> dict:
        filed = file_report(form.report(people.people()), by=request.user, at=at)
        return {"reference": filed.complaint.reference, "code": filed.receipt_code}

    try:
        answer = answered_once(f"desk:{request.user.pk}:{key}", _typed(request), at=at, make=make)
    except ValidationError:
        form.add_error(
            None, _("Laporan dari halaman ini sudah tercatat. Buka “Catat laporan” lagi untuk laporan lain.")
        )
        return _form_page(request, form, people, key=key, status=409)
    subject = Complaint.objects.visible_to(request.user).select_related("access").filter(reference=answer["reference"])
    refused = _attach(request, subject.first(), at)
    facts = {**answer, "refused": refused, **sidebar(request.user)}
    return render(request, "desk/recorded.html", facts)


def _typed(request: HttpRequest) -> bytes:
    """What makes two sendings the same: every word, without the form's own token."""
    pairs = [(name, values) for name, values in sorted(request.POST.lists()) if name != "csrfmiddlewaretoken"]
    return repr(pairs).encode()


def _attach(request: HttpRequest, subject: Complaint | None, at) -> list[tuple[str, str]]:
    """Names and reasons of the files that were not taken; the report stands without them."""
    refused = []
    for upload in request.FILES.getlist("files") if subject else []:
        try:
            add_file(subject.access, upload=upload, by=request.user, at=at)
        except FileRefused as why:
            refused.append((upload.name, str(why)))
    return refused


def _form_page(request: HttpRequest, form, people, *, key: str, status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "people": people,
        "key": key,
        "territories": Territory.objects.order_by("code").values_list("name", flat=True),
        "agencies": Agency.objects.order_by("code").values_list("name", flat=True),
        **sidebar(request.user),
    }
    return render(request, "desk/record.html", facts, status=status)
