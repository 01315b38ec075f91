"""Invitations at the desk: made, read, opened with a new code, answered for, extended."""

from dataclasses import fields

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hearings import actions, enclosing, letters, queries, terms
from hearings.actions import RIGHT, Wanted
from hearings.forms import AbsenceForm, DecisionForm, EnclosureForm, InvitationForm, RepresentationForm, WishForm
from hearings.models import Invitation
from hearings.sealing import opened, words_of
from hearings.views.frame import Page, asked, blame, case_of, invitation_of, look, may_write
from investigations.models import Case

FORMS = {
    "absence": AbsenceForm, "wish": WishForm, "decision": DecisionForm, "representation": RepresentationForm,
}  # fmt: skip


@login_required
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite somebody, or somebody again."""
    case = case_of(request, reference, right=RIGHT)
    first = _first(case, request.GET.get("susulan", ""))
    form = InvitationForm(request.POST or None, case=case, initial=_initial(request, case, first))

    def act(told: dict) -> str:
        wanted = Wanted(**{f.name: told[f.name] for f in fields(Wanted)})
        now = timezone.now()
        if first:
            made = actions.summon_again(first, by=request.user, wanted=wanted, at=now)
        else:
            made = actions.invite(case, by=request.user, wanted=wanted, at=now)
        return _address(made)

    title = _("Panggilan kedua") if first else _("Undang klarifikasi")
    told = _("Undangan dan suratnya sudah dibuat. Buat kodenya supaya bisa dijawab di situs.")
    return asked(request, case, form, Page(title, _("Buat undangan"), act, told))


@login_required
@require_safe
def shown(request: HttpRequest, reference: str, invitation: str) -> HttpResponse:
    """One invitation: what was asked, the letter, what was answered, and what can be noted."""
    case = case_of(request, reference)
    return _page(request, case, invitation_of(case, invitation))


@login_required
@require_POST
@never_cache
def code(request: HttpRequest, reference: str, invitation: str) -> HttpResponse:
    """A new code on this one answer and nowhere else: a sheet to go with the letter."""
    case = case_of(request, reference, right=RIGHT)
    found = invitation_of(case, invitation)
    look(request, case)
    told = actions.renew_code(found, by=request.user, at=timezone.now())
    facts = {"case": case, "invitation": found, "code": told, "link": _link(request)}
    return render(request, "hearings/code.html", facts)


@login_required
@require_POST
def note(request: HttpRequest, reference: str, invitation: str, what: str) -> HttpResponse:
    """Absence, a wish for time, the answer to it, or who speaks for the invited."""
    case = case_of(request, reference, right=RIGHT)
    found = invitation_of(case, invitation)
    form = FORMS[what](request.POST, auto_id=f"{what}_%s")
    if form.is_valid():
        try:
            _noted(found, what, request.user, form.cleaned_data)
            messages.success(request, _("Tersimpan."))
            return redirect(_address(found))
        except ValidationError as wrong:
            blame(form, wrong)
    return _page(request, case, found, forms={what: form}, status=422)


def _link(request: HttpRequest) -> str:
    """Where an answer is given, as this site is reached."""
    return letters.answer_link() if settings.BASE_URL else request.build_absolute_uri(reverse("hearings:entry"))


@login_required
@require_POST
def enclose(request: HttpRequest, reference: str, invitation: str) -> HttpResponse:
    """Let the invited read a redacted copy."""
    case = case_of(request, reference, right=enclosing.RIGHT)
    found = invitation_of(case, invitation)
    form = EnclosureForm(request.POST, redactions=enclosing.enclosable(found, request.user), auto_id="lampiran_%s")
    if not form.is_valid():
        return _page(request, case, found, enclosing_form=form, status=422)
    enclosing.enclose(found, redaction=form.cleaned_data["redaction"], by=request.user, at=timezone.now())
    messages.success(request, _("Salinan tersamar dilampirkan."))
    return redirect(_address(found))


@login_required
@require_POST
def withdraw(request: HttpRequest, reference: str, invitation: str, enclosure: int) -> HttpResponse:
    """Take a redacted copy back."""
    case = case_of(request, reference, right=enclosing.RIGHT)
    found = invitation_of(case, invitation)
    row = found.enclosures.filter(pk=enclosure).select_related("invitation__case").first()
    if row is None:
        raise Http404(enclosure)
    enclosing.withdraw(row, by=request.user, at=timezone.now())
    messages.success(request, _("Lampiran ditarik."))
    return redirect(_address(found))


def _noted(invitation: Invitation, what: str, by, told: dict) -> None:
    now = timezone.now()
    if what == "decision":
        wish = invitation.extensions.filter(granted__isnull=True).select_related("invitation__case").first()
        if wish is None:
            raise ValidationError(_("Permintaan ini sudah dijawab."))
        actions.decide_wish(wish, by=by, at=now, **told)
        return
    if what == "absence":
        actions.note_absence(invitation, by=by, at=now, **told)
    elif what == "wish":
        actions.note_wish_of(invitation, by=by, at=now, **told)
    else:
        actions.note_mandate(invitation, by=by, at=now, **told)


def _page(
    request: HttpRequest,
    case: Case,
    found: Invitation,
    *,
    forms: dict | None = None,
    enclosing_form: EnclosureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    look(request, case)
    today = terms.day_of(case, timezone.now())
    reads = request.user.may("evidence.view") or request.user.may("case.view_plenary")
    bound = forms or {}
    speaker = found.representations.order_by("-pk").first() if reads else None
    wishes = list(found.extensions.select_related("decided_by").order_by("pk"))
    line = queries.line_of(found, today)
    facts = {
        "case": case,
        "invitation": found,
        "line": line,
        "reads": reads,
        "answers": [_answer(row) for row in line.answers] if reads else [],
        "waiting": found.files.filter(answer=None).select_related("evidence") if reads else [],
        "wishes": [(row, opened(found, "extension", row.sealed) if reads else "") for row in wishes],
        "speaker": opened(found, "representation", speaker.sealed) if speaker else None,
        "next": Invitation.objects.filter(previous=found).first(),
        "may": may_write(request, case),
        "again": _may_again(case, found, line),
        "forms": {name: bound.get(name) or form(auto_id=f"{name}_%s") for name, form in FORMS.items()},
        "refused": next(iter(bound), ""),
        "enclosures": found.enclosures.select_related("redaction__evidence").order_by("pk") if reads else [],
        "enclose_form": enclosing_form or _enclosure_form(request, case, found),
    }
    return render(request, "hearings/invitation.html", facts, status=status)


def _enclosure_form(request: HttpRequest, case: Case, found: Invitation) -> EnclosureForm | None:
    if not (request.user.may(enclosing.RIGHT) and may_write(request, case)):
        return None
    redactions = enclosing.enclosable(found, request.user)
    return EnclosureForm(redactions=redactions, auto_id="lampiran_%s") if redactions.exists() else None


def _answer(row):
    told = words_of(row)
    asked = row.invitation.questions
    said = list(zip(asked, told["answers"], strict=False)) if told else []
    return {
        "row": row,
        "said": said,
        "more": told["more"] if told else "",
        "files": list(row.files.select_related("evidence")),
    }


def _may_again(case: Case, found: Invitation, line) -> bool:
    unheard = line.state in (Invitation.State.ABSENT, Invitation.State.LATE)
    return found.number == 1 and unheard and case.stage in Case.WORKING


def _first(case: Case, reference: str) -> Invitation | None:
    if not reference:
        return None
    found = case.invitations.filter(reference=reference, number=1).first()
    if found is None:
        raise Http404(reference)
    return found


def _initial(request: HttpRequest, case: Case, first: Invitation | None) -> dict:
    day = terms.day_of(case, timezone.now())
    if first:
        copied = ("role", "respondent", "name", "position", "agency_text", "way", "place")
        facts = {name: getattr(first, name) for name in copied}
        return facts | {"questions": "\n".join(first.questions), "due_date": terms.last_day(2, day)}
    respondent = request.GET.get("terlapor", "") or _only(case)
    return {
        "role": "RESPONDENT",
        "way": "WRITTEN",
        "respondent": respondent if respondent.isdigit() else None,
        "due_date": terms.last_day(1, day),
    }


def _only(case: Case) -> str:
    """The one respondent of a case that has no other."""
    people = list(case.respondents.filter(set_aside="").values_list("pk", flat=True)[:2])
    return str(people[0]) if len(people) == 1 else ""


def _address(invitation: Invitation) -> str:
    return reverse("hearings:invitation", args=[invitation.case.reference, invitation.reference])
