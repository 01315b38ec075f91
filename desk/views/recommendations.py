"""A recommendation at the desk: its page, and the draft being written."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.case_facts import reads_evidence
from desk.editing import Versions
from desk.forms import AnnexForm, FileForm, WithdrawalForm
from desk.neighbours import beside
from desk.seen import seen
from desk.timeline import timeline
from desk.turn_plate import plate_of
from desk.views.verbs import queue_query
from desk.views.writing import Page, allowed, attached, taking, written
from desk.ways import steps_of
from evidence.models import Evidence
from investigations.models import Case
from sanctions import annexes
from sanctions.actions import revise as revise_draft
from sanctions.comparing import similar
from sanctions.drafting import is_permitted, proven
from sanctions.forms import DraftForm
from sanctions.models import Recommendation, Version
from sanctions.overview import follow_up_of, rung_of

Stage = Recommendation.Stage
DRAFTED = (Stage.DRAFT, Stage.REVIEW, Stage.APPROVED)  # while its sanction is still weighed


@login_required
def recommendation(request: HttpRequest, reference: str) -> HttpResponse:
    """One recommendation: considerations, sanction, letter, what the agency did, the steps of escalation."""
    user, today = request.user, timezone.localdate()
    subject = seen("recommendation", reference, user)
    facts = {
        "rec": subject,
        "plate": plate_of(subject, user=user, today=today),
        "steps": steps_of(subject),
        "case_seen": Case.objects.visible_to(user).filter(pk=subject.case_id).exists(),
        "findings": proven(subject),
        "evidence": list(Evidence.objects.visible_to(user).filter(access=subject.access_id).listed()),
        "reads_evidence": reads_evidence(user),
        "annexes": annexes.given_of(subject) if reads_evidence(user) else [],
        "annexing": user.may("evidence.release") and subject.stage in Recommendation.UNENDED,
        "releasing": user.may("evidence.release"),
        "escalations": list(subject.escalations.select_related("by", "letter").order_by("at", "pk")),
        "follow": follow_up_of(subject, user=user, on=today),
        "rung": rung_of(subject),
        "alike": similar(subject, user) if subject.stage in DRAFTED else None,
        "circumstances": list(subject.circumstances.order_by("kind", "order")),
        "versions": subject.versions.count(),
        "in_range": subject.sanction is None or is_permitted(subject, subject.sanction, on=today),
        "revisable": user.may("recommendation.submit") and subject.stage == Recommendation.Stage.DRAFT,
        "attachable": user.may("evidence.add") and subject.stage not in Recommendation.ENDED,
        "timeline": timeline(
            [subject.access_id],
            respondents=[subject.respondent],
            territory=subject.case.territory,
            before=request.GET.get("sebelum", ""),
        ),
        "origin": queue_query(request),
        **beside(subject, user=user, slug=request.GET.get("antrean", ""), today=today),
    }
    return render(request, "desk/recommendation.html", facts)


@login_required
def revise(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the draft: the sanction among those permitted, and the considerations."""
    subject = allowed("recommendation", "recommendation.submit", request, reference)
    form = DraftForm(request.POST or None, recommendation=subject, on=timezone.localdate())
    act = partial(revise_draft, subject, by=request.user)
    versions = Versions(lambda _form: subject.versions.all(), _told, by="by", at="at")
    stages, about = (Recommendation.Stage.DRAFT,), str(subject.respondent)
    page = Page(_("Ubah konsep"), _("Simpan konsep"), act, stages, about=about, versions=versions)
    return written(request, subject, form, page)


def _told(version: Version) -> list[tuple[str, str]]:
    return [
        ("sanction", version.sanction_id or ""),
        ("considerations", version.considerations),
        ("reasons", version.reasons),
        ("departure", version.departure),
    ]


@login_required
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """A file that belongs to the recommendation, such as the letter as it was signed."""
    subject = allowed("recommendation", "evidence.add", request, reference)
    act, stages = taking(request, subject), tuple(Recommendation.UNENDED)
    page = Page(_("Tambah berkas"), _("Unggah"), act, stages, "#bukti", template="desk/attach.html")
    return attached(request, subject, FileForm(request.POST or None, request.FILES or None), page)


@login_required
def annex(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a redacted copy along, for the agency."""
    subject = allowed("recommendation", "evidence.release", request, reference)
    choices = annexes.annexable(subject, request.user)
    act = partial(annexes.annex, subject, by=request.user, at=timezone.now())
    page = Page(
        _("Tambah lampiran"),
        _("Jadikan lampiran"),
        act,
        tuple(Recommendation.UNENDED),
        "#lampiran",
        about=_("Instansi menerima salinan tersamar dengan nama “Lampiran”, tidak pernah berkas lain."),
    )
    return written(request, subject, AnnexForm(request.POST or None, redactions=choices), page)


@login_required
def withdraw_annex(request: HttpRequest, reference: str, annex: int) -> HttpResponse:
    """Take a given copy back from the agency, with the reason."""
    subject = allowed("recommendation", "evidence.release", request, reference)
    given = next((each for each in annexes.given_of(subject) if each.pk == annex), None)
    if given is None:
        raise Http404(annex)
    act = partial(annexes.withdraw, subject, annex=given, by=request.user, at=timezone.now())
    page = Page(
        _("Tarik kembali %(name)s") % {"name": given.name},
        _("Tarik kembali"),
        act,
        anchor="#lampiran",
        about=_(
            "Instansi tidak bisa lagi membukanya, dan melihat bahwa lampiran ini ditarik. Alasannya tidak terlihat."
        ),
    )
    return written(request, subject, WithdrawalForm(request.POST or None), page)
