"""How recipients want to be told: their preferences, their digests, and who stands in while they are away."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Officer, Role
from notifications.models import Delegation, Digest, Mailbox, Preferences
from notifications.models.wishes import Mail
from notifications.queries import last_number
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference

MORNING = time(7)  # when digests go out, in the reader's own zone
MONDAY = 0
LONGEST_LEAVE = timedelta(days=366)


def zone_of(officer: Officer) -> ZoneInfo:
    """The clock on the reader's wall: that of their agency's territory, else the site's."""
    territory = officer.agency.territory if officer.agency else None
    return ZoneInfo(territory.timezone if territory else settings.TIME_ZONE)


def quiet_until(wishes: Preferences, zone: ZoneInfo, *, at: datetime) -> datetime | None:
    """When the quiet hours that hold at a time end; None outside of them."""
    begin, end = wishes.quiet_from, wishes.quiet_to
    if begin is None or end is None or begin == end:
        return None
    local = at.astimezone(zone)
    now, today = local.time(), local.date()
    over_night = begin > end
    quiet = now >= begin or now < end if over_night else begin <= now < end
    if not quiet:
        return None
    last = today + timedelta(days=1) if over_night and now >= begin else today
    return datetime.combine(last, end, zone)


def next_digest(period: str, zone: ZoneInfo, *, after: datetime) -> datetime:
    """The next morning, or the next Monday's."""
    local = after.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    if period == Mail.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, MORNING, zone)


def save(wishes: Preferences, *, by: Officer, at: datetime) -> None:
    """Keep what somebody wishes for themselves; digests begin with what comes from now on. Raises PermissionDenied."""
    if wishes.recipient_id != by.pk:
        raise PermissionDenied("preferences")
    with unit_of_work():
        Mailbox.objects.get_or_create(recipient=by)
        wishes.save()
        Digest.objects.filter(recipient=by).exclude(period__in=wishes.periods).delete()
        for period in sorted(wishes.periods):
            fresh = {"due_at": next_digest(period, zone_of(by), after=at), "last_number": last_number(by.pk)}
            Digest.objects.get_or_create(recipient=by, period=period, defaults=fresh)


# While somebody is away ---------------------------------------------------------------------------------------------------
def may_stand_in(officer: Officer):
    """Who could: people of the same agency, or of the same authority, who share a right; what they see is their own."""
    own = Q(authority=officer.authority_id) if officer.authority_id else Q(agency=officer.agency_id)
    if officer.authority_id is None and officer.agency_id is None:
        return Officer.objects.none()
    mine = set(officer.rights)
    alike = [role.pk for role in Role.objects.order_by("pk") if mine & set(role.rights)]
    return (
        Officer.objects.filter(own, roles__in=alike, is_active=True, closed_at__isnull=True)
        .exclude(pk=officer.pk)
        .distinct()
    )


def delegate(*, by: Officer, to: Officer, begins, ends, at: datetime) -> Delegation:
    """Somebody stands in for `by`. Raises ValidationError for a stranger, the past, an endless leave or a second one."""
    if not may_stand_in(by).filter(pk=to.pk).exists():
        raise ValidationError({"delegate": _("Pilih petugas dari instansi Anda sendiri.")})
    today = at.astimezone(zone_of(by)).date()
    if ends < today or ends < begins or ends - begins > LONGEST_LEAVE:
        raise ValidationError({"ends": _("Pilih hari terakhir yang belum lewat, paling lama satu tahun.")})
    with unit_of_work():
        Mailbox.objects.get_or_create(recipient=by)
        Mailbox.objects.select_for_update().get(recipient=by)
        if Delegation.objects.filter(officer=by, ended_at=None, begins__lte=ends, ends__gte=begins).exists():
            raise ValidationError({"begins": _("Sudah ada pengganti pada hari-hari itu.")})
        made = Delegation.objects.create(
            reference=new_reference("CTI", at=at), officer=by, delegate=to, begins=begins, ends=ends, at=at
        )
        record("delegation.begin", made, by=by, at=at, to=to.username)
    return made


def end(delegation: Delegation, *, by: Officer, at: datetime) -> None:
    """Back earlier, or whoever stands in cannot go on. Twice does nothing more. Raises PermissionDenied."""
    if by.pk not in (delegation.officer_id, delegation.delegate_id):
        raise PermissionDenied("delegation")
    with unit_of_work():
        held = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if held.ended_at is None:
            held.ended_at = at
            held.save(update_fields=["ended_at"])
            record("delegation.end", held, by=by, at=at)


def farewell(officer: Officer, *, by: Officer, at: datetime) -> None:
    """An account that is closed stands in for nobody, and nobody for it."""
    Delegation.objects.visible_to(officer).filter(ended_at=None).update(ended_at=at)


def standing_in(officer_ids: list[int], *, at: datetime) -> list[int]:
    """Who stands in today for any of these."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    rows = Delegation.objects.on(today).filter(officer__in=officer_ids)
    return list(rows.values_list("delegate", flat=True))
