"""A case at the desk: the page, and what is written on it that is no verb of its own."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.queries import accesses_about
from desk import case_facts
from desk.editing import Versions
from desk.forms import AllegationForm, FileForm, FindingForm, NoteForm, SetAsideForm, StatementForm
from desk.neighbours import beside
from desk.seen import seen
from desk.timeline import timeline
from desk.turn_plate import plate_of, voted
from desk.views.verbs import queue_query
from desk.views.writing import Page, allowed, attached, taking, written
from desk.ways import steps_of
from investigations import actions
from investigations.models import Case, Finding, Respondent
from investigations.offering import mentions_of, offers_in
from investigations.voting import tally
from law.models import Violation
from sanctions.models import Recommendation
from tasks.actions import write_note

EXAMINING = (Case.Stage.EXAMINATION,)


@login_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: whose turn, by when, what can be done; respondents and findings, plenary, evidence, statements, law."""
    user, today = request.user, timezone.localdate()
    subject = seen("case", reference, user)
    people = case_facts.people_of(subject)
    recommendations = _recommendations(subject, user)
    missing = case_facts.missing_findings(people) if subject.stage in EXAMINING else []
    plenary = tally(subject, user)
    plate = plate_of(subject, user=user, today=today)
    files = case_facts.evidence_of(subject, user)
    respondents = [person.respondent for person in people]
    facts = {
        "case": subject,
        "plate": voted(plate) if plenary and plenary.all_mine else plate,
        "steps": steps_of(subject),
        "people": people,
        "missing": missing,
        "violations": case_facts.violations_in(people),
        "plenary": plenary,
        "complaints": case_facts.complaints_of(subject, user),
        "evidence": files,
        "offers": offers_in(subject, files, respondents, user),
        "mentions": mentions_of(respondents, user),
        "links": case_facts.links_of(subject, user),
        "reads_evidence": case_facts.reads_evidence(user),
        "recommendations": recommendations,
        "timeline": _timeline(request, subject, people, recommendations),
        "may": _rights(subject, user) | {"issue": _issuable(recommendations, user)},
        "note": NoteForm(),
        "origin": queue_query(request),
        **beside(subject, user=user, slug=request.GET.get("antrean", ""), today=today),
    }
    return render(request, "desk/case.html", facts)


def _recommendations(subject: Case, user) -> list[Recommendation]:
    rows = (
        Recommendation.objects.visible_to(user)
        .filter(case=subject)
        .select_related("respondent__agency", "sanction", "letter")
    )
    return list(rows.order_by("pk"))


def _timeline(request: HttpRequest, subject: Case, people, recommendations):
    accesses = [subject.access_id, *accesses_about(subject), *(row.access_id for row in recommendations)]
    statements = subject.statements.select_related("by", "respondent").order_by("-at")
    respondents = [person.respondent for person in people]
    return timeline(
        accesses,
        statements=statements,
        respondents=respondents,
        territory=subject.territory,
        before=request.GET.get("sebelum", ""),
        only=request.GET.get("linimasa", ""),
    )


def _rights(subject: Case, user) -> dict[str, bool]:
    """What this reader may write here now, beside the verbs."""
    open_, working = subject.stage in Case.UNENDED, subject.stage in Case.WORKING
    return {
        "finding": user.may("case.finding") and subject.stage in EXAMINING,
        "allege": user.may("case.finding") and working,
        "set_aside": user.may("case.set_aside") and subject.stage in Case.UNDECIDED,
        "note": user.may("case.note") and open_,
        "identify": user.may("case.note") and open_,
        "evidence": user.may("evidence.add") and user.may("case.view") and open_,
    }


def _issuable(recommendations: list[Recommendation], user) -> bool:
    """Several wait to be issued, so that one letter may carry them."""
    approved = [rec for rec in recommendations if rec.stage == Recommendation.Stage.APPROVED]
    return user.may("recommendation.issue") and len(approved) > 1


@login_required
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """An internal note."""
    subject = allowed("case", "case.note", request, reference)
    act = partial(write_note, subject, by=request.user)
    page = Page(_("Catatan internal"), _("Simpan catatan"), act, tuple(Case.UNENDED), "#linimasa")
    return written(request, subject, NoteForm(request.POST or None), page)


@login_required
def statement(request: HttpRequest, reference: str) -> HttpResponse:
    """What somebody said: a clarification, a witness's or a respondent's statement."""
    subject = allowed("case", "case.note", request, reference)
    form = StatementForm(request.POST or None, case=subject, initial={"kind": request.GET.get("kind", "CLARIFICATION")})
    act = partial(actions.add_statement, subject, by=request.user)
    page = Page(_("Catat keterangan"), _("Simpan keterangan"), act, tuple(Case.UNENDED), "#linimasa")
    return written(request, subject, form, page)


@login_required
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """A further file, of the case itself."""
    subject = allowed("case", "evidence.add", request, reference)
    act = taking(request, subject)
    page = Page(_("Tambah bukti"), _("Unggah"), act, tuple(Case.UNENDED), "#bukti", template="desk/attach.html")
    return attached(request, subject, FileForm(request.POST or None, request.FILES or None), page)


@login_required
def finding(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """The conclusion on one allegation against one respondent."""
    subject = allowed("case", "case.finding", request, reference)
    person = respondent_of(subject, respondent)
    initial = _so_far(person, request.GET.get("violation", ""))
    form = FindingForm(request.POST or None, violations=_catalogue(subject), initial=initial)
    act = partial(actions.write_finding, subject, by=request.user, respondent=person)
    page = Page(
        _("Tulis temuan"), _("Simpan temuan"), act, EXAMINING, "#temuan", str(person), versions=_findings_of(person)
    )
    return written(request, subject, form, page)


@login_required
def allegation(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """A further violation for which a respondent is examined."""
    subject = allowed("case", "case.finding", request, reference)
    person = respondent_of(subject, respondent)
    form = AllegationForm(request.POST or None, violations=_catalogue(subject))
    act = partial(actions.add_allegation, subject, by=request.user, respondent=person)
    page = Page(_("Tambah tuduhan"), _("Tambahkan"), act, tuple(Case.WORKING), "#temuan", about=str(person))
    return written(request, subject, form, page)


@login_required
def set_aside(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """A respondent who is no longer examined."""
    subject = allowed("case", "case.set_aside", request, reference)
    person = respondent_of(subject, respondent)
    act = partial(actions.set_aside, subject, by=request.user, respondent=person)
    page = Page(_("Kesampingkan terlapor"), _("Kesampingkan"), act, tuple(Case.UNDECIDED), "#temuan", about=str(person))
    return written(request, subject, SetAsideForm(request.POST or None), page)


def respondent_of(subject: Case, pk: int) -> Respondent:
    """A respondent of this very case. Raises Http404."""
    person = subject.respondents.select_related("agency").filter(pk=pk).first()
    if person is None:
        raise Http404(pk)
    return person


def _findings_of(person: Respondent) -> Versions:
    """The versions of the finding that a form would write over; of all of this person's before one is chosen."""

    def rows(form):
        kept = Finding.history.filter(allegation__respondent=person)
        chosen = getattr(form, "cleaned_data", {}).get("violation")
        return kept.filter(allegation__violation=chosen) if chosen else kept

    return Versions(rows, lambda row: [("conclusion", row.conclusion), ("reasons", row.reasons)])


def _catalogue(subject: Case):
    """The violations of the case's kind and those already alleged, whenever they were in force."""
    wanted = Q(kind=subject.kind) | Q(allegation__respondent__case=subject)
    return Violation.objects.filter(wanted).distinct().order_by("order")


def _so_far(person: Respondent, code: str) -> dict:
    """The finding that would be replaced."""
    allegation_ = person.allegations.filter(violation=code).select_related("finding").first() if code else None
    found = getattr(allegation_, "finding", None)
    return {"violation": code} | ({"conclusion": found.conclusion, "reasons": found.reasons} if found else {})
