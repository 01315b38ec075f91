"""Saved filters: made, changed, shared and deleted by their owner; asked by queues, rules, alerts and bulk alike."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from worklists.criteria import MODELS, Asking, condition, is_personal
from worklists.models import SavedFilter
from worklists.permissions import SETS_RULES, may_filter

MOST = 50  # of one person


def rows_of(saved: SavedFilter, user, *, today):
    """What this reader sees of the filter's answer: the filter narrows, `visible_to` decides."""
    found = MODELS[saved.kind].objects.visible_to(user)
    return found.filter(condition(saved.kind, saved.criteria, Asking(today, user)))


def fits(saved: SavedFilter, subject, *, today, user=None) -> bool:
    """Does the filter hold for this subject? The same condition, asked of one row."""
    wanted = condition(saved.kind, saved.criteria, Asking(today, user))
    return type(subject).objects.filter(pk=subject.pk).filter(wanted).exists()


def usable(user) -> list[SavedFilter]:
    """The filters that this reader finds beside the queues: own ones first, all by name."""
    if not may_filter(user):
        return []
    found = SavedFilter.objects.visible_to(user).select_related("owner")
    return sorted(found, key=lambda each: (each.owner_id != user.pk, each.name.lower(), each.pk))


def save(saved: SavedFilter | None, *, by, at: datetime, **facts) -> SavedFilter:
    """Make a filter, or change one: `name`, `kind`, `criteria`, `shared`, `alert`.

    Raises PermissionDenied for others' filters, ValidationError for a name that is taken.
    """
    if not may_filter(by) or (saved is not None and saved.owner_id != by.pk):
        raise PermissionDenied("filter")
    row = saved or SavedFilter(owner=by, authority=by.authority, created_at=at)
    if saved is None and by.filters.count() >= MOST:
        raise ValidationError(_("Anda sudah menyimpan %(most)s saringan. Hapus satu dulu.") % {"most": MOST})
    _guard_rules(row, by, facts)
    for name, value in facts.items():
        setattr(row, name, value)
    row.changed_at = at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise ValidationError({"name": _("Anda sudah punya saringan dengan nama itu.")}) from taken
    return row


def _guard_rules(row: SavedFilter, by, facts: dict) -> None:
    """A filter that a rule stands on stays shared, impersonal, and in the hands of those who set rules."""
    if row.pk is None or not row.rules.exists():
        return
    if not by.may(SETS_RULES):
        raise ValidationError(_("Saringan ini dipakai aturan penyaluran. Minta penyelia mengubahnya."))
    if not facts.get("shared", row.shared) or is_personal(facts.get("criteria", row.criteria)):
        raise ValidationError(
            _("Saringan ini dipakai aturan penyaluran: biarkan dibagikan dan tanpa kriteria pribadi.")
        )


def delete(saved: SavedFilter, *, by) -> None:
    """Raises PermissionDenied for others' filters, ValidationError for one that a rule stands on."""
    if saved.owner_id != by.pk:
        raise PermissionDenied("filter")
    if saved.rules.exists():
        raise ValidationError(_("Saringan ini dipakai aturan penyaluran. Ubah aturannya dulu."))
    saved.delete()
