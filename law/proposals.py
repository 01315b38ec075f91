"""Rows of the law change when two people want it: one proposes, another one decides."""

import json
from datetime import datetime

from django.apps import apps
from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from law.models import Proposal


def propose(row: Model, *, by, at: datetime, many: dict | None = None, gone: bool = False) -> Proposal:
    """Ask for a row to become as it is in memory, or to go. `many` are its many-to-many values, by field.

    Raises ValidationError when nothing would change, or a proposal for the row is open already.
    """
    label = row._meta.label_lower
    before = _kept(row) if row.pk is not None else None
    after = None if gone else _facts(row, many or {})
    if before == after:
        raise ValidationError(_("Belum ada yang berubah."))
    key = str(row.pk or "")
    if key and Proposal.objects.filter(model=label, key=key, answer=Proposal.Answer.OPEN).exists():
        raise ValidationError(_("Satu usulan untuk baris ini masih menunggu orang kedua."))
    return Proposal.objects.create(model=label, key=key, before=before, after=after, by=by, at=at)


def approve(proposal: Proposal, *, by, at: datetime) -> Proposal:
    """Let it hold. A row that has changed since is left alone. Raises PermissionDenied, ValidationError when decided."""
    with transaction.atomic():
        proposal = _open(proposal, by)
        model = apps.get_model(proposal.model)
        standing = model._default_manager.filter(pk=proposal.key).first() if proposal.key else None
        now = _kept(standing) if standing is not None else None
        if now != proposal.before:
            return _decide(proposal, Proposal.Answer.OVERTAKEN, by, at)
        if proposal.after is None:
            _delete(standing)
        else:
            _store(model, proposal)
        return _decide(proposal, Proposal.Answer.APPROVED, by, at)


def _delete(standing: Model) -> None:
    """Raises ValidationError for a row that files or drafts still point to."""
    try:
        standing.delete()
    except ProtectedError as used:
        facts = {"row": standing, "count": len(used.protected_objects)}
        text = _("%(row)s masih dipakai %(count)s catatan, jadi tidak bisa dihapus. Beri tanggal akhir berlakunya.")
        raise ValidationError(text % facts) from used


def refuse(proposal: Proposal, *, by, at: datetime) -> Proposal:
    """It stays as it was. Raises PermissionDenied, ValidationError when it was decided already."""
    with transaction.atomic():
        return _decide(_open(proposal, by), Proposal.Answer.REFUSED, by, at)


def _open(proposal: Proposal, by) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.by_id == by.pk or not by.may("admin.manage"):
        raise PermissionDenied("admin.manage")
    if proposal.answer != Proposal.Answer.OPEN:
        raise ValidationError(_("Usulan ini sudah diputuskan."))
    return proposal


def _decide(proposal: Proposal, answer: str, by, at: datetime) -> Proposal:
    proposal.answer, proposal.decided_by, proposal.decided_at = answer, by, at
    proposal.save(update_fields=["answer", "decided_by", "decided_at"])
    return proposal


def _kept(row: Model) -> dict | None:
    """The row as the database has it, None when it is not there."""
    standing = type(row)._default_manager.filter(pk=row.pk).first()
    return _facts(standing, {}) if standing is not None else None


def _facts(row: Model, many: dict) -> dict:
    facts = json.loads(serializers.serialize("json", [row]))[0]
    named = {name: sorted(str(each.pk) for each in values) for name, values in many.items()}
    lists = {field.name for field in row._meta.many_to_many}
    kept = {name: sorted(map(str, value)) if name in lists else value for name, value in facts["fields"].items()}
    return {row._meta.pk.name: facts["pk"], **kept, **named}


def _store(model: type[Model], proposal: Proposal) -> None:
    fields = dict(proposal.after)
    key = fields.pop(model._meta.pk.name)
    wanted = [{"model": proposal.model, "pk": key, "fields": fields}]
    for row in serializers.deserialize("python", wanted):
        row.object._state.adding = proposal.before is None  # else it would be in its own way
        row.object.full_clean()
        row.save()
