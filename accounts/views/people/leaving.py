"""Leaving, the quarterly list, and the addresses for notices."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import contacts, departures, people, reviews
from accounts.freshness import recently_confirmed
from accounts.models import Contact, Departure, Review
from accounts.people_forms import Answers, ContactForm, Heirs
from accounts.views.people.frame import complain, for_heads, not_told, one, posted, show, told
from agencies.models import Agency


# Departures ---------------------------------------------------------------------------------------------------------------
@for_heads("officer.invite", "officer.review")
@require_http_methods(["GET", "HEAD"])
def departure(request: HttpRequest, reference: str) -> HttpResponse:
    """What is still open, and to whom each piece goes."""
    return _leaving(request, _departure(request, reference))


@for_heads("officer.invite", "officer.review")
@recently_confirmed
@require_POST
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that this head sees goes to somebody."""
    found = _departure(request, reference)
    form = Heirs(request.POST, works=people.open_work(found.officer, request.user))
    if not form.is_valid():
        return _leaving(request, found, form, status=422)
    try:
        departures.hand_over(found, form.heirs(), by=request.user, at=timezone.now())
    except ValidationError as error:
        complain(form, error)
        return _leaving(request, found, form, status=422)
    return told(request, _("Pekerjaan diserahkan."), "departure", reference)


@for_heads("officer.invite", "officer.review")
@recently_confirmed
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """The account is closed for good."""
    found = _departure(request, reference)
    try:
        departures.close(found, by=request.user, at=timezone.now())
    except ValidationError as error:
        return not_told(request, error, "departure", reference)
    return told(request, _("Akun ditutup. Token dan sesinya sudah berakhir."))


@for_heads("officer.invite", "officer.review")
@require_POST
def stay(request: HttpRequest, reference: str) -> HttpResponse:
    """They stay after all."""
    departures.cancel(_departure(request, reference), by=request.user, at=timezone.now())
    return told(request, _("Kepergian dibatalkan."))


def _departure(request: HttpRequest, reference: str) -> Departure:
    rows = departures.running(request.user).exclude(officer=request.user)
    return one(rows.select_related("officer", "by"), reference)


def _leaving(request: HttpRequest, found: Departure, form: Heirs | None = None, status: int = 200) -> HttpResponse:
    seen = people.open_work(found.officer, request.user)
    every = people.open_work(found.officer)
    facts = {
        "departure": found,
        "form": form or Heirs(works=seen),
        "seen": seen,
        "hidden": len(every) - len(seen),
        "ready": not every,
    }
    return show(request, "departure", facts, status=status)


# The quarterly list ---------------------------------------------------------------------------------------------------------
@for_heads("officer.review")
@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody on the list stays or goes; each is answered for."""
    rows = Review.objects.visible_to(request.user).filter(people.of_place(request.user))
    found = one(rows.select_related("by"), reference)
    form = Answers(posted(request), officers=reviews.listed(found), by=request.user)
    if found.at is None and form.is_valid():
        try:
            reviews.confirm(found, by=request.user, removed=form.removed(), at=timezone.now())
        except ValidationError as error:
            complain(form, error)
        else:
            return told(request, _("Daftar dipastikan. Yang dikeluarkan menunggu penyerahan pekerjaannya."))
    facts = {"review": found, "form": form, "late": found.due_date < timezone.localdate()}
    return show(request, "review", facts, status=422 if form.is_bound else 200)


# Contacts --------------------------------------------------------------------------------------------------------------------
@for_heads("officer.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def own_contacts(request: HttpRequest) -> HttpResponse:
    """An agency's own addresses."""
    if request.user.agency is None:
        raise Http404
    return _contacts(request, request.user.agency)


@for_heads("officer.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def agency_contacts(request: HttpRequest, code: str) -> HttpResponse:
    """The authority helps an agency out."""
    if request.user.agency_id:
        raise Http404(code)
    return _contacts(request, get_object_or_404(Agency, pk=code))


@for_heads("officer.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """One address: other name, other address, other place in the order."""
    found = _contact(request, contact)
    before = found.email
    form = ContactForm(posted(request), instance=found)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        found.email = before
        try:
            contacts.change(found, by=request.user, at=timezone.now(), **facts)
        except ValidationError as error:
            complain(form, error)
        else:
            return _to_list(request, found.agency, _("Kontak diubah."))
    facts = {"form": form, "agency": found.agency, "contact": found}
    return show(request, "contact", facts, status=422 if form.is_bound else 200)


@for_heads("officer.invite")
@require_POST
def revive_contact(request: HttpRequest, contact: int) -> HttpResponse:
    found = _contact(request, contact)
    contacts.revive(found, by=request.user, at=timezone.now())
    return _to_list(request, found.agency, _("Kontak dipakai lagi."))


@for_heads("officer.invite")
@require_POST
def remove_contact(request: HttpRequest, contact: int) -> HttpResponse:
    found = _contact(request, contact)
    contacts.remove(found, by=request.user, at=timezone.now())
    return _to_list(request, found.agency, _("Kontak dihapus."))


def _contacts(request: HttpRequest, agency: Agency) -> HttpResponse:
    form = ContactForm(posted(request))
    if form.is_valid():
        try:
            contacts.add(agency, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            complain(form, error)
        else:
            return _to_list(request, agency, _("Kontak ditambahkan."))
    rows = Contact.objects.filter(agency=agency).order_by("order", "pk")
    facts = {"form": form, "rows": rows, "agency": agency}
    return show(request, "contacts", facts, status=422 if form.is_bound else 200)


def _contact(request: HttpRequest, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("agency"), pk=pk)


def _to_list(request: HttpRequest, agency: Agency, text: str) -> HttpResponse:
    if request.user.agency_id:
        return told(request, text, "contacts")
    return told(request, text, "agency_contacts", agency.pk)
