"""One page per verb: GET shows its form, POST does it; 403 not allowed, 409 moved on, 422 details wrong."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from desk.rows import ROOMS, territory_of, title_of, url_of
from desk.seen import found
from desk.words import EXPLAINED, KIND_NAMES, MISSING
from workflow import access_records
from workflow.transitions import permitted
from workflow.verb_views import perform_verb
from workflow.verbs import Verb, kind_of

TEMPLATE = "desk/verb.html"


@login_required
def verb(request: HttpRequest, reference: str, *, kind: str, name: str) -> HttpResponse:
    """The page of one verb of one subject."""
    subject = found(kind, reference, request.user)
    if not permitted(subject, name, request.user):
        raise PermissionDenied(name)
    access_records.read(subject, by=request.user, at=timezone.now())
    wanted = kind_of(kind).verbs[name]
    if request.method == "POST":
        after = _after(request, subject, wanted)
        return perform_verb(
            request, subject, wanted, success_url=after, template=TEMPLATE, context=_frame(request, wanted)
        )
    return _asking(request, subject, wanted)


def _asking(request: HttpRequest, subject, wanted: Verb) -> HttpResponse:
    conflict = not can_proceed(getattr(subject, wanted.name))
    form = wanted.form(initial=_asked(request, wanted), subject=subject, by=request.user, auto_id=f"{wanted.name}_%s")
    facts = {"subject": subject, "verb": wanted, "form": form, "conflict": conflict}
    return render(request, TEMPLATE, facts | _frame(request, wanted)(subject, form), status=409 if conflict else 200)


def _asked(request: HttpRequest, wanted: Verb) -> dict:
    """What a link filled in, such as the respondent to vote on or the complaint to merge into."""
    return {name: request.GET[name] for name in wanted.form.base_fields if name in request.GET}


def _frame(request: HttpRequest, wanted: Verb):
    def facts(subject, _form: Form) -> dict:
        return {
            "title": title_of(subject),
            "back": url_of(subject) + queue_query(request),
            "explained": EXPLAINED.get((subject.KIND, wanted.name), ""),
            **moved_facts(subject, wanted.name),
        }

    return facts


def moved_facts(subject, verb: str) -> dict:
    """What the notice of a verb that came too late says: where the subject stands now, or which fact is missing."""
    right_stage = getattr(type(subject), verb)._django_fsm.has_transition(subject.stage)
    return {
        "kind_name": KIND_NAMES[subject.KIND],
        "territory": territory_of(subject),
        "missing": MISSING.get((subject.KIND, verb), "") if right_stage else "",
    }


def queue_query(request: HttpRequest) -> str:
    """Keeps the queue that the reader came from, as a query string."""
    queue = request.GET.get("antrean", "")
    return "?" + urlencode({"antrean": queue}) if queue else ""


def _after(request: HttpRequest, subject, wanted: Verb):
    """Where a done verb leads: to what it made, else back to the subject, else to the queue when it is out of sight."""

    def target(answer: dict) -> str:
        done = {"what": wanted.label, "reference": subject.reference}
        messages.success(request, _("%(what)s: tercatat untuk %(reference)s.") % done)
        for kind in ("case", "recommendation"):
            if kind in answer:
                return f"/petugas/{ROOMS[kind]}/{answer[kind]}/"
        if not type(subject).objects.visible_to(request.user).filter(pk=subject.pk).exists():
            return reverse("desk:home")
        return url_of(subject) + queue_query(request)

    return target
