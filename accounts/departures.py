"""Leaving: what somebody works on goes to others first, then the account is closed for good."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import people, sessions
from accounts.events import Account
from accounts.models import Departure
from accounts.models.people import where
from agencies.models import ApiToken, Officer
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference


def begin(officer: Officer, *, by: Officer, at: datetime) -> Departure:
    """Somebody is going to leave. Raises PermissionDenied; ValidationError for oneself and for one of the last two heads."""
    if not (by.may("officer.invite") or by.may("officer.review")) or not people.governs(by, officer):
        raise PermissionDenied("officer.invite")
    if officer.pk == by.pk:
        raise ValidationError(_("Minta orang lain memproses kepergian Anda."))
    people.check_heads_left(officer)
    departure = Departure(
        reference=new_reference("PRG", at=at), officer=officer, by=by, at=at, agency=officer.agency, authority=officer.authority
    )  # fmt: skip
    with unit_of_work():
        try:
            with transaction.atomic():
                departure.save()
        except IntegrityError as open_one:
            raise ValidationError(_("Kepergian orang ini sudah diproses.")) from open_one
        record("departure.begin", departure, by=by, at=at, account=officer.pk, **where(departure))
    return departure


def hand_over(departure: Departure, heirs: Mapping[tuple[str, str], Officer], *, by: Officer, at: datetime) -> int:
    """Give what `by` sees of the open work to others: (kind, reference) → heir. How many; all of them, or none."""
    _check(departure, by)
    with unit_of_work():
        works = [w for w in people.open_work(departure.officer, by) if (w.kind, w.reference) in heirs]
        for work in works:
            to = heirs[work.kind, work.reference]
            people.hand_over(work, officer=departure.officer, by=by, to=to, at=at)
        if works:
            record("departure.hand_over", departure, by=by, at=at, count=len(works), **where(departure))
    return len(works)


def close(departure: Departure, *, by: Officer, at: datetime) -> Officer:
    """The account is closed: no sign-in, no token, no session. Raises ValidationError while work is still open."""
    _check(departure, by)
    with unit_of_work():
        held = Departure.objects.select_for_update().get(pk=departure.pk)
        officer = Officer.objects.select_for_update().get(pk=held.officer_id)
        left = len(people.open_work(officer))
        if left:
            raise ValidationError(
                _("Masih ada %(count)s pekerjaan terbuka. Serahkan semuanya lebih dulu.") % {"count": left}
            )
        people.check_heads_left(officer)
        people.say_farewell(officer, by=by, at=at)
        officer.is_active, officer.closed_at = False, at
        officer.save(update_fields=["is_active", "closed_at"])
        for token in ApiToken.objects.filter(officer=officer, revoked_at__isnull=True):
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
        sessions.end_all(officer, by=by, at=at)
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        record("departure.finish", held, by=by, at=at, **where(held))
        record("account.close", Account(officer), by=by, at=at, **where(held))
    return officer


def cancel(departure: Departure, *, by: Officer, at: datetime) -> None:
    """They stay after all; what was handed over stays with its heirs."""
    _check(departure, by)
    with unit_of_work():
        departure.cancelled_at = at
        departure.save(update_fields=["cancelled_at"])
        record("departure.cancel", departure, by=by, at=at, **where(departure))


def running(user):
    """Departures that are not over, of the bodies this person answers for."""
    return Departure.objects.visible_to(user).filter(closed_at__isnull=True, cancelled_at__isnull=True)


def _check(departure: Departure, by: Officer) -> None:
    allowed = (by.may("officer.invite") or by.may("officer.review")) and people.governs(by, departure)
    if not allowed or by.pk == departure.officer_id:
        raise PermissionDenied("officer.invite")
