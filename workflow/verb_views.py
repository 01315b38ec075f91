"""The one way in which a page does a verb: 403 not allowed, 409 moved on, 422 details wrong; what was typed is kept."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import FileField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_fsm import can_proceed

from workflow.transitions import MovedOn, permitted
from workflow.verbs import Verb, available, kind_of


def perform_verb(
    request: HttpRequest,
    subject,
    verb: str | Verb,
    *,
    success_url: str | Callable[[dict], str],
    template: str,
    context: Callable[[Any, Form], dict] | None = None,
) -> HttpResponse:
    """Do a POST's verb to a subject that came out of `visible_to(request.user)`, then redirect (302) to `success_url`.

    `success_url` may take the verb's answer, such as {"case": reference}. Otherwise `template` is shown again (409, 422)
    with `subject` as it stands now, `verb`, the bound `form`, `conflict`, `typed`, and what `context(subject, form)` adds.
    An `act` may raise ValidationError for what only it can find out. Raises Http404 and PermissionDenied.
    """
    verb = verb if isinstance(verb, Verb) else _verb(subject, verb)
    if not permitted(subject, verb.name, request.user):
        raise PermissionDenied(verb.name)
    form = form_of(verb, subject, request.user, data=request.POST, files=request.FILES)

    def again(now, status: int) -> HttpResponse:
        facts = {"subject": now, "verb": verb, "form": form, "conflict": status == 409, "typed": typed(form)}
        return render(request, template, {**facts, **(context(now, form) if context else {})}, status=status)

    if not can_proceed(getattr(subject, verb.name)):
        return again(subject, 409)
    if not form.is_valid():
        return again(subject, 422)
    try:
        answer = verb.act(subject, by=request.user, **form.cleaned_data)
    except MovedOn as moved:
        return again(moved.subject, 409)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return again(subject, 422)
    return redirect(success_url(answer or {}) if callable(success_url) else success_url)


def form_of(verb: Verb, subject, by, *, data=None, files=None) -> Form:
    """The verb's form for this subject; its ids start with the verb, so that several forms share one page."""
    return verb.form(data, files=files, subject=subject, by=by, auto_id=f"{verb.name}_%s")


def offered(subject, by, *, refused: tuple[Verb, Form] | None = None, instead: dict[str, Verb] | None = None) -> list:
    """(Verb, form) for each thing this actor can do now to what they see; a refused one keeps its errors.

    `instead` has verbs by name that a page offers with a form of its own.
    """
    verbs = [(instead or {}).get(v.name, v) for v in available(subject, by, seen=True)]
    bound = {refused[0].name: refused[1]} if refused else {}
    return [(v, bound.get(v.name) or form_of(v, subject, by)) for v in verbs]


def typed(form: Form) -> list[tuple[str, str]]:
    """Label and words of what somebody wrote, to be shown when its form no longer is; files cannot be kept."""
    fields = [field for field in form if not field.is_hidden and not isinstance(field.field, FileField)]
    return [(str(field.label), field.value()) for field in fields if field.value()]


def _verb(subject, name: str) -> Verb:
    try:
        return kind_of(subject.KIND).verbs[name]
    except KeyError as unknown:
        raise Http404(name) from unknown
