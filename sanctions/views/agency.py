"""The pages of an agency: what it was recommended, and what it did about it. Everything hidden looks absent."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from evidence import release, tus
from evidence.actions import FileRefused, add_file
from evidence.models import Evidence
from evidence.serving import serve_redacted
from evidence.uploading import begin_file
from sanctions import actions, queries
from sanctions.annexes import given_of
from sanctions.decrees import answered
from sanctions.forms import DecreeFile, DecreeWithFile
from sanctions.models import Recommendation
from sanctions.overview import follow_up_of
from workflow import access_records
from workflow.ledger import unit_of_work
from workflow.transitions import MovedOn
from workflow.verb_views import offered, perform_verb
from workflow.verbs import Verb, kind_of

RIGHT = "recommendation.view_agency"
FIRST = "tindakan"


@login_required
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """What was issued to the reader's agency, by whose turn it is; others are shown to their own desk."""
    if request.user.agency_id is None or not request.user.may(RIGHT):
        return redirect("/petugas/")
    return render(request, "sanctions/agency/list.html", _list(request))


def _list(request: HttpRequest) -> dict:
    group = request.GET.get("status", FIRST)
    if group not in queries.GROUPS:
        raise Http404(group)
    rows, following = queries.page_of(
        request.user, group, today=timezone.localdate(), after=request.GET.get("sesudah", "")
    )
    copies = list(queries.copied(request.user)[: queries.PAGE])
    access_records.listed([*[row.subject for row in rows], *copies], by=request.user, at=timezone.now())
    counts = queries.counts(request.user)
    groups = [{"name": queries.GROUP_NAMES[g], "slug": g, "count": counts[g]} for g in queries.GROUPS]
    return {"rows": rows, "following": following, "groups": groups, "group": group, "copies": copies}


@login_required
@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One recommendation: whose turn, by when, what can be done, and the letter it stands in."""
    recommendation = _own(request, reference)
    return render(
        request, "sanctions/agency/detail.html", {"subject": recommendation, **_facts(request, recommendation)}
    )


@login_required
@require_safe
def show_copy(request: HttpRequest, reference: str) -> HttpResponse:
    """What the level above reads along, and does nothing about."""
    subject = get_object_or_404(queries.copied(request.user), reference=reference)
    access_records.read(subject, by=request.user, at=timezone.now())
    facts = {"letter": subject.letter, "rows": [subject], "subject": subject, "copy": True}
    return render(request, "sanctions/agency/letter.html", facts)


@login_required
@require_safe
def show_letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter for reading and printing, with what it says about this reader's people."""
    recommendation = _own(request, reference)
    rows = queries.own(request.user).filter(letter=recommendation.letter).order_by("pk")
    access_records.read(recommendation, by=request.user, at=timezone.now(), what="letter.read")
    return render(
        request,
        "sanctions/agency/letter.html",
        {"letter": recommendation.letter, "rows": rows, "subject": recommendation},
    )


@login_required
@require_safe
def annex(request: HttpRequest, reference: str, annex: int) -> FileResponse:
    """A redacted copy that was given along with the letter."""
    recommendation = _own(request, reference)
    given = get_object_or_404(release.annexes(request.user), access=recommendation.access_id, pk=annex)
    answer = serve_redacted(given.redaction, name=given.name, by=request.user, at=timezone.now())
    access_records.read(given.redaction.evidence, by=request.user, at=timezone.now(), what="evidence.redacted")
    return answer


@login_required
@require_POST
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("acknowledge"))


@login_required
@require_POST
def rebut(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("rebut"))


@login_required
@require_POST
def implement(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _with_file())


@login_required
@require_POST
def convene(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("convene"))


@login_required
@require_POST
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("appeal"))


@login_required
@require_POST
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("settle"))


@login_required
@require_POST
def disclose(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, _verb("disclose"))


@login_required
@require_POST
def add_decree_file(request: HttpRequest, reference: str) -> HttpResponse:
    """A decree's file that follows later, or a further page of it."""
    recommendation = _own(request, reference)
    if not request.user.may("evidence.add"):
        raise PermissionDenied("evidence.add")
    if recommendation.stage not in Recommendation.UNENDED:
        raise MovedOn(recommendation, "evidence")
    if tus.spoken(request):
        return begin_file(request, recommendation.access, name="evidence:agency_upload")
    form = DecreeFile(request.POST, request.FILES)
    if not form.is_valid():
        return _file_again(request, recommendation, form, 422)
    try:
        add_file(recommendation.access, upload=form.cleaned_data["file"], by=request.user, at=timezone.now())
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return _file_again(request, recommendation, form, refused.status)
    return redirect(_address(reference))


def _file_again(request: HttpRequest, recommendation: Recommendation, form: DecreeFile, status: int) -> HttpResponse:
    context = {"subject": recommendation, **_facts(request, recommendation), "file_form": form}
    return render(request, "sanctions/agency/detail.html", context, status=status)


def _do(request: HttpRequest, reference: str, verb: Verb) -> HttpResponse:
    return perform_verb(
        request,
        _own(request, reference),
        verb,
        success_url=_address(reference),
        template="sanctions/agency/detail.html",
        context=lambda now, form: _facts(request, now, refused=(verb, form)),
    )


def _own(request: HttpRequest, reference: str) -> Recommendation:
    if request.user.agency_id is None:
        raise Http404(reference)
    return get_object_or_404(queries.own(request.user), reference=reference)


def _facts(request: HttpRequest, recommendation: Recommendation, *, refused=None) -> dict:
    """What the page shows, and a record that it was shown."""
    access_records.read(recommendation, by=request.user, at=timezone.now())
    files = Evidence.objects.visible_to(request.user).filter(access=recommendation.access).order_by("added_at")
    today = timezone.localdate()
    return {
        "row": queries.row_of(recommendation, today=today),
        "rows": queries.page_of(request.user, _group_of(recommendation), today=today)[0],
        "way": [_shown(step) for step in queries.way_of(recommendation)],
        "told": queries.told_of(recommendation),
        "follow": follow_up_of(recommendation, user=request.user, on=today),
        "files": files,
        "annexes": given_of(recommendation),
        "file_form": DecreeFile() if _still_takes_files(recommendation, request.user) else None,
        "offers": offered(recommendation, request.user, refused=refused, instead={"implement": _with_file()}),
        "zone": recommendation.letter.agency.territory,
    }


def _still_takes_files(recommendation: Recommendation, user) -> bool:
    decreed = answered(recommendation) and recommendation.stage in Recommendation.UNENDED
    return decreed and user.may("evidence.add")


def _shown(step: queries.Step) -> dict:
    return {
        "name": step.name,
        "state": step.state,
        "note": date_format(timezone.localtime(step.at), "j M Y") if step.at else "",
    }


def _group_of(recommendation: Recommendation) -> str:
    return next(name for name, stages in queries.GROUPS.items() if recommendation.stage in stages)


def _verb(name: str) -> Verb:
    return kind_of(Recommendation.KIND).verbs[name]


def _with_file() -> Verb:
    return replace(_verb("implement"), form=DecreeWithFile, act=_implement_with_file)


def _implement_with_file(recommendation: Recommendation, *, by, file=None, **decree) -> None:
    """Both or neither: a decree is never recorded beside a file that was refused."""
    at = timezone.now()
    with unit_of_work():
        actions.implement(recommendation, by=by, at=at, **decree)
        if file is None:
            return
        try:
            add_file(recommendation.access, upload=file, by=by, at=at)
        except FileRefused as refused:
            raise ValidationError({"file": str(refused)}) from refused


def _address(reference: str) -> str:
    return reverse("sanctions:show", args=[reference])
