"""Is a letter genuine? Anybody may ask, nobody learns a name, and whoever guesses codes waits."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from letters import layout, queries
from workflow import limits

WHAT, MISSES, WINDOW = "verify-miss", 20, 600


def asked(request: HttpRequest, code: str, *, at: datetime) -> tuple[queries.Verified | None, int]:
    """The letter behind a code, and the seconds to wait: too many wrong codes from one address answer nothing for a while."""
    who = request.META.get("REMOTE_ADDR", "")
    misses, left = limits.counted(WHAT, who, window=WINDOW, at=at)
    if misses >= MISSES:
        return None, left
    found = queries.verified(code)
    if found is None:
        limits.count(WHAT, who, window=WINDOW, at=at)
    return found, 0


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The field for a code."""
    typed = request.GET.get("kode", "").strip()
    if typed:
        return redirect("letters:verify", code=queries.code_of(typed) or "0")
    return render(request, "letters/verify.html", {"empty": "kode" in request.GET})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody may know of the letter with this code."""
    found, wait = asked(request, code, at=timezone.now())
    facts = {"found": found, "asked": layout.shown(queries.code_of(code)), "wait": wait}
    answer = render(request, "letters/verify.html", facts, status=429 if wait else 200 if found else 404)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer
