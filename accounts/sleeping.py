"""An account that nobody uses falls asleep: nobody comes in with it until a head has woken it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import people, sessions
from accounts.events import Account
from accounts.models.people import where
from agencies.models import Officer
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work

JOB = "accounts.sleep"
UNUSED = timedelta(days=90)


def unused_since(edge: datetime):
    """Accounts that neither a person nor a token used since then. Demo accounts never sleep: they are nobody's."""
    begun = Greatest("date_joined", Coalesce("last_login", "date_joined"), Coalesce("woken_at", "date_joined"))
    rows = Officer.objects.filter(is_active=True, demo=False).annotate(
        begun=begun, token_day=Max("api_tokens__last_used_on")
    )
    return rows.filter(begun__lt=edge).filter(Q(token_day__isnull=True) | Q(token_day__lt=timezone.localdate(edge)))


def look(_key: str = "") -> None:
    """The daily round."""
    put_to_sleep(at=timezone.now())


def put_to_sleep(*, at: datetime) -> int:
    """Everybody who was away for ninety days; how many. Their heads are told."""
    edge = at - UNUSED
    rows = unused_since(edge).order_by("pk")
    sleepers = list(rows)
    for officer in sleepers:
        sleep(officer, by=SYSTEM, at=at)
    return len(sleepers)


def sleep(officer: Officer, *, by, at: datetime) -> None:
    """Nobody comes in with this account from now on; sockets and sessions end."""
    if isinstance(by, Officer):
        people.demand(by, "officer.invite", officer)
        if by.pk == officer.pk:
            raise ValidationError(_("Anda tidak dapat menidurkan akun sendiri."))
    with unit_of_work():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        if not held.is_active:
            return
        held.is_active, held.asleep_at = False, at
        held.save(update_fields=["is_active", "asleep_at"])
        sessions.end_all(held, by=by, at=at)
        record("account.sleep", Account(held), by=by, at=at, **where(held))


def wake(officer: Officer, *, by: Officer, at: datetime) -> None:
    """They may sign in again, with their own password and second factor. Raises PermissionDenied, ValidationError."""
    people.demand(by, "officer.invite", officer)
    with unit_of_work():
        held = Officer.objects.select_for_update().get(pk=officer.pk)
        if held.asleep_at is None or held.closed_at:
            raise ValidationError(_("Akun ini tidak sedang tidur."))
        held.is_active, held.asleep_at, held.woken_at = True, None, at
        held.save(update_fields=["is_active", "asleep_at", "woken_at"])
        record("account.wake", Account(held), by=by, at=at, **where(held))
