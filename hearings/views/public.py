"""The page of whoever is invited. A signed cookie of 20 minutes holds what was opened, never the code."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from complaints.forms import readable
from complaints.throttle import connection_of
from evidence.refusal import FileRefused
from evidence.serving import serve_redacted
from hearings import actions, answering, queries
from hearings.forms import RepresentationForm, WishForm
from hearings.models import Invitation
from hearings.sealing import opened, paper_of, record_of
from hearings.views import cookies
from workflow import limits

WINDOW, MOST = 600, 20  # wrong codes of one connection in ten minutes
WAITING = "jawab"  # the fields of answers begin with it
MORE = "lain"


@dataclass
class Refused:
    """What could not be taken, each with its reason; what was typed stays in its field."""

    words: list[str] = field(default_factory=list)
    more: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""
    wish: WishForm | None = None
    speaker: RepresentationForm | None = None

    def __bool__(self) -> bool:
        return bool(self.files or self.error or self.wish or self.speaker)


class Entry(View):
    """The code in, the invitation out. A wrong code, an old one and one of an ended case get the same answer."""

    def get(self, request):
        invitation = queries.by_key(cookies.opened(request))
        return _page(request, invitation) if invitation else _ask(request)

    def post(self, request):
        code, now = readable(request.POST.get("kode", ""))[:80], timezone.now()
        typed = _typed(request)
        if seconds := _wait(request, now):
            error = _("Terlalu banyak percobaan dari sambungan ini. Coba lagi beberapa menit lagi.")
            response = _ask(request, status=429, error=error, code=code, typed=typed)
            response.headers["Retry-After"] = str(seconds)
            return response
        invitation = queries.by_code(code)
        if invitation is None:
            _count_wrong(request, now)
            error = _("Kode ini tidak cocok atau sudah diganti. Periksa hurufnya, lalu coba lagi.")
            return _ask(request, status=422, error=error, code=code, typed=typed)
        if typed:  # written before the time was up: offered again, to be sent with one press
            return _page(request, invitation, refused=_offered(request, invitation))
        response = redirect("hearings:entry")
        cookies.keep_open(response, invitation)
        return response


class Opened(View):
    """Something done on the page of an opened invitation; when its 20 minutes are over, what was typed waits for the code."""

    back_to = ""

    def get(self, request, **_places):
        """A refresh or another language after a refusal; nothing is done by following a link."""
        return redirect("hearings:entry")

    def post(self, request, **places):
        invitation = queries.by_key(cookies.opened(request))
        if invitation is None:
            return _closed(request)
        refused = self.act(request, invitation, **places)
        if refused:
            return _page(request, invitation, refused=refused, status=422)
        response = redirect(f"{reverse('hearings:entry')}#{self.back_to}")
        cookies.keep_open(response, invitation)
        return response

    def act(self, request: HttpRequest, invitation: Invitation, **places) -> Refused | None:
        raise NotImplementedError


class Submit(Opened):
    """An answer with its files; the receipt is the next page."""

    def post(self, request, **_places):
        invitation = queries.by_key(cookies.opened(request))
        if invitation is None:
            return _closed(request)
        refused, now = _offered(request, invitation), timezone.now()
        refused.files = _take(request, invitation, now)
        if refused.files or "unggah" in request.POST:
            return _page(request, invitation, refused=refused, status=422 if refused.files else 200)
        try:
            answer = answering.submit(invitation, words=refused.words, more=refused.more, at=now)
        except answering.Closed:
            refused.error = _("Batas jawaban sudah lewat. Tulisan Anda masih ada di halaman ini.")
        except ValidationError as empty:
            refused.error = " ".join(empty.messages)
        if refused.error:
            return _page(request, invitation, refused=refused, status=422)
        response = redirect("hearings:receipt", answer=answer.reference)
        cookies.keep_open(response, invitation)
        return response


class AskForTime(Opened):
    """More time, with a reason."""

    back_to = "waktu"

    def act(self, request, invitation, **_places):
        form = WishForm(request.POST, auto_id="waktu_%s")
        if form.is_valid():
            try:
                actions.note_wish(invitation, by=answering.actor_of(invitation), at=timezone.now(), **form.cleaned_data)
            except ValidationError as wrong:
                form.add_error(None, wrong)
        return Refused(wish=form) if form.errors else None


class NameSpeaker(Opened):
    """Who speaks for the invited."""

    back_to = "wakil"

    def act(self, request, invitation, **_places):
        form = RepresentationForm(request.POST, auto_id="wakil_%s")
        if not form.is_valid():
            return Refused(speaker=form)
        actions.note_representation(
            invitation, by=answering.actor_of(invitation), at=timezone.now(), **form.cleaned_data
        )
        return None


class Confirm(Opened):
    """The record of the hearing says what was said."""

    back_to = "berita-acara"

    def act(self, request, invitation, **places):
        found = invitation.records.filter(pk=places["record"]).first()
        if found is None:
            raise Http404(places["record"])
        answering.confirm(found, at=timezone.now())
        return None


@require_safe
def receipt(request: HttpRequest, answer: str) -> HttpResponse:
    """What was submitted, its number, its time, its digest."""
    invitation, found = _own_answer(request, answer)
    facts = {"invitation": invitation, "answer": found, "files": found.files.select_related("evidence").order_by("pk")}
    response = _unstored(render(request, "hearings/receipt.html", facts))
    cookies.keep_open(response, invitation)
    return response


@require_safe
def paper(request: HttpRequest, answer: str) -> HttpResponse:
    """The text of the receipt, byte by byte what its digest is of."""
    _invitation, found = _own_answer(request, answer)
    text = paper_of(found)
    if text is None:
        raise Http404(answer)
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.txt"'
    return _unstored(response)


@require_safe
def enclosure(request: HttpRequest, enclosure: int) -> FileResponse:
    """A redacted copy that goes with the invitation."""
    invitation = queries.by_key(cookies.opened(request))
    rows = invitation.enclosures.filter(withdrawn_at=None) if invitation else None
    found = (
        rows.select_related("redaction__evidence__access").filter(pk=enclosure).first() if rows is not None else None
    )
    if invitation is None or found is None:
        raise Http404(enclosure)
    return serve_redacted(found.redaction, name=found.name, by=answering.actor_of(invitation), at=timezone.now())


def leave(request: HttpRequest) -> HttpResponse:
    """Close the invitation and forget the visit; only by the button."""
    return cookies.forget(redirect("home")) if request.method == "POST" else redirect("hearings:entry")


def _own_answer(request: HttpRequest, reference: str):
    invitation = queries.by_key(cookies.opened(request))
    found = (
        invitation.answers.select_related("invitation__case").filter(reference=reference).first()
        if invitation
        else None
    )
    if invitation is None or found is None:
        raise Http404(reference)
    return invitation, found


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Answers that travel behind the code."""
    names = [name for name in request.POST if name.startswith(WAITING) or name == MORE]
    return [(name, text) for name in names[:20] if (text := readable(request.POST[name])[: answering.LONGEST])]


def _offered(request: HttpRequest, invitation: Invitation) -> Refused:
    words = [_text(request, f"{WAITING}{number}") for number in range(len(invitation.questions))]
    return Refused(words=words, more=_text(request, MORE))


def _text(request: HttpRequest, name: str) -> str:
    return readable(request.POST.get(name, "")).strip()[: answering.LONGEST]


def _take(request: HttpRequest, invitation: Invitation, at: datetime) -> list[tuple[str, str]]:
    refused = []
    for upload in request.FILES.getlist("berkas"):
        try:
            answering.take_file(invitation, upload=upload, at=at)
        except FileRefused as error:
            refused.append((readable(upload.name or ""), str(error)))
        except answering.Closed:
            refused.append((readable(upload.name or ""), _("Batas jawaban sudah lewat.")))
    return refused


def _closed(request: HttpRequest) -> HttpResponse:
    error = _("Halaman ini sudah ditutup setelah 20 menit. Buka lagi dengan kode Anda.")
    typed = _typed(request)
    if typed:
        error = _("Halaman ini sudah ditutup setelah 20 menit. Tulisan Anda masih ada, buka lagi dengan kode Anda.")
    return _ask(request, status=403, error=error, typed=typed, lost_files=bool(request.FILES))


def _wait(request: HttpRequest, at: datetime) -> int:
    """Seconds until this connection may try again; without a cache nobody waits, for a code has 120 bits."""
    try:
        tries, left = limits.counted("tanggapan", _connection(request), window=WINDOW, at=at)
    except (RedisError, OSError):
        return 0
    return left if tries >= MOST else 0


def _count_wrong(request: HttpRequest, at: datetime) -> None:
    with suppress(RedisError, OSError):
        limits.count("tanggapan", _connection(request), window=WINDOW, at=at)


def _connection(request: HttpRequest) -> str:
    return connection_of(request.META.get("REMOTE_ADDR", ""))


def _ask(request: HttpRequest, *, status: int = 200, **facts) -> HttpResponse:
    return _unstored(render(request, "hearings/entry.html", facts, status=status))


def _page(request: HttpRequest, invitation: Invitation, *, refused: Refused | None = None, status: int = 200):
    now, refused = timezone.now(), Refused() if refused is None else refused
    words = refused.words or [""] * len(invitation.questions)
    speaker = invitation.representations.order_by("-pk").first()
    facts = {
        "invitation": invitation,
        "asked": list(zip(invitation.questions, words, strict=False)),
        "refused": refused,
        "open": answering.is_open(invitation, at=now),
        "answers": invitation.answers.order_by("at"),
        "enclosures": invitation.enclosures.filter(withdrawn_at=None).order_by("pk"),
        "waiting": answering.waiting_files(invitation),
        "wish": invitation.extensions.order_by("-pk").first(),
        "wish_form": refused.wish or WishForm(auto_id="waktu_%s"),
        "speaker": opened(invitation, "representation", speaker.sealed) if speaker else None,
        "speaker_form": refused.speaker or RepresentationForm(auto_id="wakil_%s"),
        "records": [(row, record_of(row)) for row in _records(invitation)],
    }
    response = _unstored(render(request, "hearings/answer.html", facts, status=status))
    cookies.keep_open(response, invitation)
    return response


def _records(invitation: Invitation):
    rows = invitation.records.select_related("case").order_by("reference", "version")
    return list({row.reference: row for row in rows}.values())


def _unstored(response: HttpResponse) -> HttpResponse:
    """A page with an invitation on it is kept by no browser."""
    response.headers["Cache-Control"] = "no-store"
    return response
