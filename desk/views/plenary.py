"""The plenary's sessions: the list, a new one, its agenda with the papers, who is there, dissent and minutes."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk import case_facts, plenary_forms
from desk.views.cases import respondent_of
from desk.views.queues import sidebar
from desk.views.writing import Page, allowed, written
from investigations import actions, sessions
from investigations.minutes import DECIDED, write_minutes
from investigations.models import Attendance, Case, Session
from investigations.voting import tally
from workflow import access_records
from workflow.access_records import Look
from workflow.transitions import MovedOn

LENGTH = 40  # sessions on a page


@login_required
def plenaries(request: HttpRequest) -> HttpResponse:
    """Sessions, the latest first, and the cases that wait for one."""
    _entered(request)
    rows = Session.objects.visible_to(request.user).select_related("chair").prefetch_related("items")
    waiting = list(sessions.waiting_cases(request.user)[:LENGTH])
    looks = [Look("plenary.list"), *(Look("case.list", case.access_id, case.reference) for case in waiting)]
    access_records.looked(looks, by=request.user, at=timezone.now())
    facts = {"sessions": list(rows.order_by("-held_at")[:LENGTH]), "waiting": waiting, "may_call": _prepares(request)}
    return render(request, "desk/plenaries.html", facts | sidebar(request.user, "sidang"))


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Call a session."""
    _entered(request)
    if not _prepares(request):
        raise PermissionDenied("case.deliberate")
    form = plenary_forms.SessionForm(_typed(request), by=request.user, initial=_suggested(request))
    offered = form.fields["cases"].queryset  # type: ignore[attr-defined]
    access_records.listed(offered, by=request.user, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        called = _done(form, partial(sessions.call, by=request.user, **form.cleaned_data))
        if called:
            return redirect("desk:plenary", called.pk)
    facts = {"form": form, **sidebar(request.user, "sidang")}
    return render(request, "desk/plenary_form.html", facts, status=422 if form.errors else 200)


def _typed(request: HttpRequest):
    """What was sent, which may be nothing at all; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def _suggested(request: HttpRequest) -> dict:
    """Everybody who may vote, and the case that the link names, tomorrow at nine."""
    tomorrow = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    asked = sessions.waiting_cases(request.user).filter(reference=request.GET.get("perkara", "").replace("\x00", ""))
    everybody = list(sessions.commissioners(request.user.authority_id))
    return {"held_at": tomorrow, "members": everybody, "cases": list(asked)}


@login_required
def plenary(request: HttpRequest, session: int) -> HttpResponse:
    """One session: who is there, the quorum, the cases with their papers and how far the voting is."""
    return _agenda(request, _found(request, session))


def _agenda(request: HttpRequest, found: Session, wrong=None, status: int = 200) -> HttpResponse:
    user = request.user
    items = _items(found, user)
    access_records.listed([each["case"] for each in items], by=user, at=timezone.now())
    there = list(found.attendances.select_related("officer").order_by("officer__full_name"))
    present = [row.officer_id for row in there if row.state == Attendance.State.PRESENT]
    attending = _attends(request, found)
    facts = {
        "session": found,
        "attendances": there,
        "present": len(present),
        "items": items,
        "hidden": found.items.count() - len(items),
        "attending": plenary_forms.PresentForm(session=found, initial={"present": present}) if attending else None,
        "adding": plenary_forms.AgendaForm(by=user) if _prepares(request) and not found.closed_at else None,
        "may_prepare": _prepares(request) and not found.closed_at,
        "wrong": wrong,
        **sidebar(user, "sidang"),
    }
    return render(request, "desk/plenary.html", facts, status=status)


def _items(found: Session, user) -> list[dict]:
    """The cases of the agenda that this reader sees; a recused commissioner does not."""
    mine = Case.objects.visible_to(user).select_related("access__authority", "territory", "assignee")
    rows = {case.pk: case for case in mine.filter(agenda_items__session=found)}
    placed = [item for item in found.items.order_by("order", "pk") if item.case_id in rows]
    return [_item(item, rows[item.case_id], user) for item in placed]


def _item(item, case: Case, user) -> dict:
    return {
        "item": item,
        "case": case,
        "current": case.round == item.round,
        "tally": tally(case, user) if case.round == item.round else None,
        "people": case_facts.people_of(case),
        "papers": case_facts.evidence_of(case, user),
        "recused": list(case.access.excluded.filter(pk__in=item.session.attendances.values("officer"))),
    }


@login_required
@require_POST
def attend(request: HttpRequest, session: int) -> HttpResponse:
    """Note who is there."""
    found = _found(request, session)
    if not _attends(request, found, closed=True):
        raise PermissionDenied("case.deliberate")
    form = plenary_forms.PresentForm(request.POST, session=found)
    if not form.is_valid():
        return _agenda(request, found, form.errors.get("present"), 422)
    return _then(request, found, partial(sessions.attend, found, by=request.user, present=form.cleaned_data["present"]))


@login_required
@require_POST
def add(request: HttpRequest, session: int) -> HttpResponse:
    """One more case on the agenda."""
    found = _prepared(request, session)
    form = plenary_forms.AgendaForm(request.POST, by=request.user)
    if not form.is_valid():
        return _agenda(request, found, form.errors.get("case"), 422)
    return _then(request, found, partial(sessions.add, found, by=request.user, case=form.cleaned_data["case"]))


@login_required
@require_POST
def remove(request: HttpRequest, session: int, reference: str) -> HttpResponse:
    """Take a case off the agenda."""
    found = _prepared(request, session)
    case = Case.objects.visible_to(request.user).filter(reference=reference, agenda_items__session=found).first()
    if case is None:
        raise Http404(reference)
    return _then(request, found, partial(sessions.remove, found, by=request.user, case=case))


@login_required
@require_POST
def close(request: HttpRequest, session: int) -> HttpResponse:
    """The session is over."""
    found = _prepared(request, session)
    return _then(request, found, partial(sessions.close, found, by=request.user))


@login_required
def dissent(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """The opinion of who voted otherwise than was decided."""
    subject = allowed("case", "case.vote", request, reference)
    person = respondent_of(subject, respondent)
    form = plenary_forms.DissentForm(_typed(request))
    act = partial(actions.dissent, subject, by=request.user, respondent=person)
    stages = (Case.Stage.DECIDED, Case.Stage.FOLLOW_UP)
    page = Page(_("Pendapat berbeda"), _("Simpan pendapat"), act, stages, "#pleno", about=str(person))
    return written(request, subject, form, page)


@login_required
def minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The minutes as a letter, once the plenary has decided."""
    subject = allowed("case", "case.deliberate", request, reference)
    form = plenary_forms.MinutesForm(_typed(request))
    act = partial(write_minutes, subject, by=request.user)
    page = Page(_("Buat berita acara pleno"), _("Buat berita acara"), act, DECIDED, "#pleno")
    return written(request, subject, form, page)


def _then(request: HttpRequest, found: Session, act) -> HttpResponse:
    try:
        act()
    except MovedOn as moved:
        return _agenda(request, found, [_("%(case)s sudah berpindah tahap.") % {"case": moved.subject.reference}], 409)
    except ValidationError as wrong:
        return _agenda(request, Session.objects.get(pk=found.pk), wrong.messages, 422)
    messages.success(request, _("Tersimpan."))
    return redirect("desk:plenary", found.pk)


def _done(form, act):
    """What the act made; None with its refusal written on the form."""
    try:
        return act()
    except MovedOn as moved:
        form.add_error(None, _("%(case)s sudah berpindah tahap.") % {"case": moved.subject.reference})
    except ValidationError as wrong:
        form.add_error(None, wrong)
    return None


def _entered(request: HttpRequest) -> None:
    if not (_prepares(request) or request.user.may("case.vote")):
        raise PermissionDenied("case.vote")


def _prepares(request: HttpRequest) -> bool:
    return request.user.may("case.deliberate")


def _attends(request: HttpRequest, found: Session, *, closed: bool = False) -> bool:
    return (_prepares(request) or found.chair_id == request.user.pk) and (closed or not found.closed_at)


def _found(request: HttpRequest, pk: int) -> Session:
    found = Session.objects.visible_to(request.user).select_related("chair", "authority").filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def _prepared(request: HttpRequest, pk: int) -> Session:
    found = _found(request, pk)
    if not _prepares(request):
        raise PermissionDenied("case.deliberate")
    return found
