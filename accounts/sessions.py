"""Sessions of people with an account: half open after the password, open after the second factor, over by themselves.

What says until when is the session's own row: it is moved on at most once a minute, never beyond the day's limit, so pages
and sockets come to the same answer.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from accounts import devices
from accounts.events import Account
from accounts.models import SessionRecord
from accounts.second_factor import FACTOR
from agencies.models import Officer
from workflow.ledger import record, unit_of_work
from workflow.sealing import digest

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF_OPEN = 15 * 60  # seconds to show a second factor, or to enrol one
TOUCHED = 60  # seconds between two moves of the end
UNTIL, SEEN, CONFIRMED = "until", "seen", "confirmed"  # in the session: UTC timestamps


def half_open(request, officer: Officer, *, at: datetime) -> None:
    """The password was right: a new session that is good for the second factor and for nothing else."""
    login(request, officer, backend=BACKEND)
    request.session[CONFIRMED] = at.timestamp()
    request.session.pop(FACTOR, None)
    request.session.set_expiry(HALF_OPEN)


def open_up(request, officer: Officer, *, factor: str, at: datetime) -> None:
    """The second factor was shown: the session gets a new key and is open from now on."""
    if not request.session.get("_auth_user_id"):
        login(request, officer, backend=BACKEND)
    request.session.cycle_key()
    mark(request.session, factor=factor, at=at)
    request.session.save()
    request.user = officer
    with unit_of_work():
        keep(request.session, officer, device=device_of(request), at=at)
        record("account.sign_in", Account(officer), by=officer, at=at, factor=factor)


def mark(session, *, factor: str, at: datetime) -> None:
    """Write into a session that it is open, since when and until when."""
    session[FACTOR] = factor
    session[UNTIL] = at.timestamp() + settings.SESSION_LONGEST
    session[SEEN] = session[CONFIRMED] = at.timestamp()
    session.set_expiry(min(settings.SESSION_IDLE, settings.SESSION_LONGEST))


def device_of(request) -> str:
    """The kind of device that asks, in two words."""
    return devices.kind_of(request.headers.get("User-Agent", ""))


def keep(session, officer: Officer, *, device: str, at: datetime) -> SessionRecord:
    """The line in the owner's list of sessions."""
    facts = {"officer": officer, "device": device, "begun_at": at, "factor": session[FACTOR]}
    return SessionRecord.objects.update_or_create(session_id=session.session_key, defaults=facts)[0]


def over(session, *, at: datetime) -> bool:
    """Is the day's limit reached?"""
    return at.timestamp() >= session.get(UNTIL, 0)


def touch(session, *, at: datetime) -> None:
    """Somebody is there: the end moves on, at most to the day's limit."""
    if at.timestamp() - session.get(SEEN, 0) < TOUCHED:
        return
    session[SEEN] = at.timestamp()
    session.set_expiry(int(min(settings.SESSION_IDLE, max(1, session[UNTIL] - at.timestamp()))))


def own(officer: Officer, *, at: datetime) -> QuerySet[SessionRecord]:
    """The open sessions of an officer, newest first."""
    alive = SessionRecord.objects.filter(officer=officer, session__expire_date__gt=at)
    return alive.select_related("session").order_by("-begun_at", "pk")


def handle(session_key: str) -> str:
    """A name for a session that is no key to it."""
    return digest(session_key, purpose="session handle")[:24]


def end(officer: Officer, records, *, by, at: datetime) -> int:
    """End these sessions of an officer; how many."""
    keys = [known.pk for known in records]
    if not keys:
        return 0
    with unit_of_work():
        Session.objects.filter(pk__in=keys).delete()
        record("account.session_end", Account(officer), by=by, at=at, count=len(keys))
    return len(keys)


def end_all(officer: Officer, *, by, at: datetime) -> int:
    """Every session of an officer ends, for instance when they leave or lost a second factor; how many."""
    return end(officer, SessionRecord.objects.filter(officer=officer), by=by, at=at)


def last_seen(known: SessionRecord) -> datetime:
    """When the session was last used, to the minute: its end is so much after it."""
    return datetime.fromtimestamp(known.session.get_decoded().get(SEEN, known.begun_at.timestamp()), UTC)
