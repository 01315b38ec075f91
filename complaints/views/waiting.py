"""What a crowd behind one address sees: a page that goes on by itself, by work where there is script, else by waiting.

Nothing typed is lost: a report waits as its draft; a form that was not begun yet travels in the page.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from complaints import throttle, work
from complaints.drafts import OpenDraft
from complaints.work import Ticket

TICKET, NUMBER = "tiket", "angka"  # fields of the page: the place in line, and what the browser found
OURS = (TICKET, NUMBER, "csrfmiddlewaretoken")


def report_page(request: HttpRequest, draft: OpenDraft, *, at: datetime) -> HttpResponse | None:
    """The page on which a complete report waits for its turn; None when it may be filed at once."""
    turn = throttle.report_turn(request.META.get("REMOTE_ADDR", ""), draft.row.digest, at=at)
    if not turn.wait:
        return None
    typed = version_of(draft)
    return waits(request, work.ticket_for(draft.row.digest, typed=typed, wait=turn.wait, place=turn.place, at=at), at)


def waits(request: HttpRequest, ticket: Ticket, at: datetime) -> HttpResponse:
    """The page of a report's ticket; the browser comes back by itself when the wait is over."""
    response = _shown(request, "complaints/wait.html", ticket, at)
    onward = f"{reverse('complaints:wait')}?{TICKET}={ticket.text}"
    response.headers["Refresh"] = f"{max(1, ticket.wait(at))}; url={onward}"
    return response


def form_page(request: HttpRequest, who: str, *, at: datetime) -> HttpResponse | None:
    """The page on which a form waits to be begun, with what was typed; None when it may be begun at once."""
    ticket = work.read_ticket(request.POST.get(TICKET, ""), who, typed="", at=at)
    if ticket and is_over(ticket, request.POST.get(NUMBER, ""), at):
        return None
    turn = throttle.draft_turn(request.META.get("REMOTE_ADDR", ""), who, at=at)
    if not turn.wait:
        return None
    ticket = ticket or work.ticket_for(who, typed="", wait=turn.wait, place=turn.place, at=at)
    return _shown(request, "complaints/wait_begin.html", ticket, at, typed=_typed(request))


def ticket_of(text: str, draft: OpenDraft, *, at: datetime) -> Ticket | None:
    """The ticket of this draft as it was typed, or None."""
    return work.read_ticket(text, draft.row.digest, typed=version_of(draft), at=at)


def is_over(ticket: Ticket, number: str, at: datetime) -> bool:
    """Has the wait ended, or was the work done?"""
    return not ticket.wait(at) or work.done(ticket, number)


def version_of(draft: OpenDraft) -> str:
    """Changes with everything typed."""
    return draft.saved_at.isoformat() if draft.saved_at else ""


def _shown(request: HttpRequest, template: str, ticket: Ticket, at: datetime, **more) -> HttpResponse:
    wait = max(1, ticket.wait(at))
    facts = {"ticket": ticket, "rounds": work.ROUNDS, "seconds": wait, **more}
    response = render(request, template, facts, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    names = (name for name in request.POST if name not in OURS)
    return [(name, value) for name in names for value in request.POST.getlist(name)]
