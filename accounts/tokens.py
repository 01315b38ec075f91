"""Tokens of programs: a factor of their own, made on the command line alone; seen and revoked by their owner."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.events import Account
from agencies.models import ApiToken, Officer
from workflow.ledger import record, unit_of_work


def make(officer: Officer, *, scope: str, days: int, by, at: datetime) -> str:
    """A new token, shown once. `scope` is one of ApiToken.Scope."""
    with unit_of_work():
        secret = ApiToken.issue(officer, at=at, days=days, scope=scope)
        record("account.token", Account(officer), by=by, at=at, scope=scope, days=days)
    return secret


def living(officer: Officer, *, at: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(officer=officer, revoked_at__isnull=True, expires_at__gt=at).order_by("-created_at")


def revoke(officer: Officer, pk: int, *, by, at: datetime) -> bool:
    """An officer's token counts no longer; False when there is none."""
    with unit_of_work():
        known = living(officer, at=at).filter(pk=pk).select_for_update().first()
        if known is None:
            return False
        known.revoked_at = at
        known.save(update_fields=["revoked_at"])
        record("account.token_revoke", Account(officer), by=by, at=at, token=pk)
    return True


def revoke_all(officer: Officer, *, by, at: datetime) -> int:
    """Every token of an officer who leaves; how many."""
    return sum(revoke(officer, known.pk, by=by, at=at) for known in living(officer, at=at))
