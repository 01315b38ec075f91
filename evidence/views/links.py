"""The page of one address that was given as evidence: what officers saw there, and the form to say so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evidence import sightings
from evidence.forms import SightingForm
from evidence.models import Link, Sighting
from evidence.refusal import FileRefused
from workflow import access_records
from workflow.verbs import kinds


@login_required
@require_safe
def shown(request: HttpRequest, link: int) -> HttpResponse:
    """The address as text, never as a link, and what was seen there."""
    found = _visible(link, request.user)
    now = timezone.now()
    form = _form(found, request, now, initial={"state": Sighting.State.SEEN, "seen_at": timezone.localtime(now)})
    return _show(request, found, form)


@login_required
@require_POST
def sight(request: HttpRequest, link: int) -> HttpResponse:
    """What the reader saw there."""
    found, now = _visible(link, request.user), timezone.now()
    if not request.user.may(sightings.RIGHT):
        raise PermissionDenied(sightings.RIGHT)
    form = _form(found, request, now)
    if form.is_valid() and _recorded(found, request, form, now):
        messages.success(request, _("Tersimpan. Saksi membenarkannya di halaman ini."))
        return redirect("evidence:link", link=link)
    return _show(request, found, form, status=422)


@login_required
@require_POST
def witness(request: HttpRequest, link: int, sighting: int) -> HttpResponse:
    """The reader saw the same."""
    found = _visible(link, request.user)
    row = found.sightings.filter(pk=sighting).first()
    if row is None:
        raise Http404(sighting)
    sightings.confirm(row, by=request.user, at=timezone.now())
    messages.success(request, _("Tercatat: Anda membenarkan yang dilihat."))
    return redirect("evidence:link", link=link)


def _visible(pk: int, user) -> Link:
    found = Link.objects.visible_to(user).select_related("access").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _form(found: Link, request: HttpRequest, now, **more) -> SightingForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return SightingForm(*sent, witnesses=sightings.witnesses_of(found, besides=request.user), now=now, **more)


def _recorded(found: Link, request: HttpRequest, form: SightingForm, now) -> bool:
    """Done, or the form says why not."""
    try:
        sightings.sight(found, by=request.user, at=now, **form.cleaned_data)
    except ValidationError as wrong:
        form.add_error(None, wrong)
    except FileRefused as refused:
        form.add_error("screenshots", str(refused))
    return not form.errors


def _show(request: HttpRequest, found: Link, form: SightingForm, status: int = 200) -> HttpResponse:
    access_records.read(found, by=request.user, at=timezone.now())
    history = sightings.history_of(found, request.user)
    subjects = _subjects(found, request.user)
    facts = {
        "link": found,
        "subjects": subjects,
        "history": [(row, sightings.may_confirm(row, request.user) and not row.witnessed_at) for row in history],
        "form": form if request.user.may(sightings.RIGHT) else None,
    }
    return render(request, "evidence/link.html", facts, status=status)


def _subjects(found: Link, user) -> list[tuple]:
    rows = ((kind.slug, kind.model.objects.visible_to(user).filter(access=found.access_id).first()) for kind in kinds())
    return [(slug, subject) for slug, subject in rows if subject is not None]
