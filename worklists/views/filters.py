"""One's saved filters: made, changed, shared, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from worklists import filters
from worklists.criteria import MODELS, TABLE
from worklists.forms import FilterForm, KindForm
from worklists.models import SavedFilter
from worklists.permissions import may_filter


def _admitted(request: HttpRequest) -> None:
    if not may_filter(request.user):
        raise PermissionDenied("filter")


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """One's own filters and those that others share."""
    _admitted(request)
    rows = [(saved, _words(saved)) for saved in filters.usable(request.user)]
    return render(request, "worklists/filters.html", {"rows": rows, "form": KindForm()})


def _words(saved: SavedFilter) -> str:
    """By what it narrows."""
    return ", ".join(str(TABLE[name].label) for name in saved.criteria if name in TABLE)


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new filter; its kind comes in the address, since the criteria follow from it."""
    _admitted(request)
    kind = request.GET.get("kind", "")
    if kind not in MODELS:
        raise Http404(kind)
    return _edited(request, FilterForm(request.POST if request.method == "POST" else None, kind=kind), None)


@login_required
def edit(request: HttpRequest, sieve: int) -> HttpResponse:
    """Change one's own filter; others' are read only (403), private ones of others do not exist."""
    _admitted(request)
    saved = _mine(request, sieve)
    return _edited(
        request, FilterForm(request.POST if request.method == "POST" else None, kind=saved.kind, saved=saved), saved
    )


def _mine(request: HttpRequest, pk: int) -> SavedFilter:
    saved = SavedFilter.objects.visible_to(request.user).filter(pk=pk).first()
    if saved is None:
        raise Http404(pk)
    if saved.owner_id != request.user.pk:
        raise PermissionDenied("filter")
    return saved


def _edited(request: HttpRequest, form: FilterForm, saved: SavedFilter | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = filters.save(saved, by=request.user, at=timezone.now(), **form.facts())
        except ValidationError as wrong:
            form.add_error("name" if hasattr(wrong, "error_dict") else None, wrong.messages)
        else:
            messages.success(request, _("Saringan tersimpan."))
            return redirect(row.address)
    facts = {"form": form, "saved": saved, "kind": MODELS[form.kind]._meta}
    return render(request, "worklists/filter.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def delete(request: HttpRequest, sieve: int) -> HttpResponse:
    """Delete one's own filter; a second click finds nothing."""
    _admitted(request)
    try:
        filters.delete(_mine(request, sieve), by=request.user)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Saringan dihapus."))
    return redirect("worklists:filters")
