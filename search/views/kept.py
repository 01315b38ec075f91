"""What a reader keeps of the search: saved searches and lists frozen for a hearing; and the log, for auditors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.freshness import recently_confirmed
from search import frozen as lists
from search import looks, permissions, record, results
from search import saved as searches
from search.forms import FreezeForm, SaveForm, SearchForm
from search.models import FrozenList, SavedSearch
from search.views.page import asked_of
from workflow.access_records import seen


def _asked(request: HttpRequest) -> dict[str, str]:
    """The search that the form came with, as far as it is understood."""
    form = SearchForm(request.POST)
    form.is_valid()
    return asked_of(form)


# Saved searches ---------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The reader's own; POST keeps one more. Who lost the right to search still reads what became of theirs."""
    if request.method == "POST":
        return _save(request)
    mine = SavedSearch.objects.visible_to(request.user).order_by("name")
    if not permissions.may_search(request.user) and not mine.exists():
        raise PermissionDenied(permissions.USE)
    return render(request, "search/saved.html", {"rows": [(row, _address(row.asked)) for row in mine]})


def _save(request: HttpRequest) -> HttpResponse:
    permissions.require(request.user)
    form, asked = SaveForm(request.POST), _asked(request)
    if not form.is_valid() or not asked or searches.full(request.user):
        why = _("Sudah ada 50 pencarian tersimpan. Hapus satu dulu.") if searches.full(request.user) else ""
        return render(request, "search/keep.html", _form(form, asked, why), status=422)
    kept = searches.save(asked, by=request.user, name=form.cleaned_data["nama"], at=timezone.now())
    messages.success(
        request, _("Pencarian “%(name)s” tersimpan. Anda diberi tahu bila ada yang baru.") % {"name": kept}
    )
    return redirect("saved_searches")


def _form(form, asked: dict[str, str], why: str = "") -> dict:
    return {"keep": form, "asked": asked, "why": why, "freezes": isinstance(form, FreezeForm)}


def _address(asked: dict[str, str]) -> str:
    return reverse("search") + results.link(asked)


@login_required
@require_safe
def saved_search(request: HttpRequest, saved: int) -> HttpResponseBase:
    """Leads to what it finds, newest first; when it is broken, to the list that says why."""
    row = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=saved)
    if row.broken or not permissions.may_search(request.user):
        return redirect("saved_searches")
    return redirect(_address({**row.asked, "urut": "baru"}))


@login_required
@require_POST
def tell_saved(request: HttpRequest, saved: int) -> HttpResponse:
    """Switch its notices on or off; from now on, what is there already is no news."""
    row = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=saved)
    searches.switch(row, tells=request.POST.get("kabari") == "1")
    return redirect("saved_searches")


@login_required
@require_POST
def drop_saved(request: HttpRequest, saved: int) -> HttpResponse:
    row = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=saved)
    row.delete()
    messages.success(request, _("Pencarian “%(name)s” dihapus.") % {"name": row.name})
    return redirect("saved_searches")


# Frozen lists -----------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def frozen_lists(request: HttpRequest) -> HttpResponse:
    """The reader's own; POST freezes what a search finds now."""
    permissions.require(request.user)
    if request.method == "POST":
        return _freeze(request)
    mine = FrozenList.objects.visible_to(request.user).order_by("-pk").defer("rows")
    return render(request, "search/frozen_lists.html", {"rows": mine[: lists.MOST]})


def _freeze(request: HttpRequest) -> HttpResponse:
    form, asked = FreezeForm(request.POST), _asked(request)
    if not form.is_valid() or not asked:
        return render(request, "search/keep.html", _form(form, asked), status=422)
    at = timezone.now()
    listed = lists.freeze(asked, by=request.user, name=form.cleaned_data["keperluan"], at=at)
    shown = [row["key"] for row in listed.rows]
    record.keep(request.user, asked=asked, shown=shown, total=listed.total, door="frozen", at=at)
    return redirect("frozen_list", frozen=listed.pk)


@login_required
@require_safe
def frozen_list(request: HttpRequest, frozen: int) -> HttpResponse:
    """The list as it was frozen; `ulang=1` asks the same now and shows what differs."""
    permissions.require(request.user)
    listed = get_object_or_404(FrozenList.objects.visible_to(request.user), pk=frozen)
    rows = lists.shown(listed, request.user)
    looks.frozen(listed, rows, by=request.user, at=timezone.now(), what="search.frozen")
    facts = {
        "listed": listed,
        "rows": rows,
        "intact": lists.digest_of(listed) == listed.digest,
        "again": lists.run_again(listed, request.user) if request.GET.get("ulang") else None,
        "address": _address(listed.asked),
    }
    return render(request, "search/frozen.html", facts)


@login_required
@recently_confirmed
@require_safe
def frozen_csv(request: HttpRequest, frozen: int) -> HttpResponse:
    permissions.require(request.user)
    listed = get_object_or_404(FrozenList.objects.visible_to(request.user), pk=frozen)
    rows = lists.shown(listed, request.user)
    looks.frozen(listed, rows, by=request.user, at=timezone.now(), what="export.csv")
    answer = HttpResponse(lists.as_csv(listed, request.user), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="daftar-{listed.pk}.csv"'
    return answer


# The log ----------------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def search_log(request: HttpRequest) -> HttpResponse:
    """Who searched what, newest first, for auditors: words, filters and the names of documents; no text of any."""
    if not request.user.may(record.READ):
        raise PermissionDenied(record.READ)
    before = request.GET.get("sebelum", "")
    rows = record.page(
        request.user, before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    )
    page = rows[: record.PAGE]
    seen("audit.searches", by=request.user, at=timezone.now())
    return render(request, "search/log.html", {"rows": page, "next": page[-1].pk if len(rows) > len(page) else None})
