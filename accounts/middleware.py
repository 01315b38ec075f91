"""Who is somebody: a session counts from the second factor on. Before that it belongs to nobody, everywhere at once."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import sessions
from accounts.second_factor import complete

NAVIGATION = ("navigate", "")  # what a person does; scripts that look for news do not keep a session open


def admitted(get_response):
    """`request.user` is the officer of a complete session, else nobody; see `half_in` for who is on the way in."""

    def middleware(request):
        known = request.user
        request.user = SimpleLazyObject(lambda: _admitted(request, known))
        return get_response(request)

    return middleware


def half_in(request):
    """The officer whose password was right and who has yet to show a second factor, or None."""
    bool(request.user.is_authenticated)  # looked at lazily, hence now
    return getattr(request, "_half_in", None)


def _admitted(request, known):
    if not known.is_authenticated:
        return AnonymousUser()
    if not known.admissible:
        request.session.flush()
        return AnonymousUser()
    if not complete(request):
        request._half_in = known
        return AnonymousUser()
    return _within_its_time(request, known)


def _within_its_time(request, known):
    at = timezone.now()
    if sessions.over(request.session, at=at):
        request.session.flush()
        return AnonymousUser()
    if request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "") in NAVIGATION:
        sessions.touch(request.session, at=at)
    return known
