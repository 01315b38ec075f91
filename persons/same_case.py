"""Two respondents of one case who turn out to be one person: merged, and parted again with nothing lost."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from investigations.models import Case, Respondent
from persons.cargo import of_respondents
from persons.linking import valid_nip
from persons.models import Merge, PersonLink
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

RIGHT = "case.set_aside"
FILLED = ("name", "nip", "position", "agency_id", "agency_text", "kind")


def merge_respondents(case: Case, *, by, respondent: Respondent, into: Respondent, at: datetime) -> Merge:
    """What is alleged and said of `respondent` counts for `into`, who is examined; the other row is kept, set aside.

    Raises PermissionDenied, MovedOn once the case is before the plenary, ValidationError for two different numbers.
    """
    with unit_of_work():
        locked = _working(case, by)
        gone, stays = _both(locked, respondent, into)
        _check(gone, stays)
        facts: dict[str, Any] = {model._meta.label: _move(model, gone, stays, by, at) for model in of_respondents()}
        facts |= {"filled": _fill(stays, gone, by, at), "before": gone.set_aside, "link": _relink(gone, stays, by, at)}
        _set_aside(gone, Respondent.SetAside.MERGED, by, at)
        merge = Merge.objects.create(
            kind=Merge.Kind.RESPONDENT, respondent=gone, into_respondent=stays, by=by, at=at, moved=facts
        )
        record("case.merge_people", locked, by=by, at=at, respondent=gone.pk, into=stays.pk)
    return merge


def unmerge_respondents(case: Case, *, by, respondent: Respondent, at: datetime) -> Respondent:
    """Two respondents again: what came along goes back. Raises PermissionDenied, MovedOn."""
    with unit_of_work():
        locked = _working(case, by)
        rows = Merge.objects.select_for_update(of=("self",)).select_related("respondent", "into_respondent")
        merge = rows.filter(respondent=respondent, respondent__case=locked, undone_at__isnull=True).first()
        if merge is None:
            raise MovedOn(locked, "unmerge")
        gone, stays = merge.respondent, merge.into_respondent
        for model in of_respondents():
            _give_back(model, merge.moved.get(model._meta.label, []), stays, gone)
        _empty(stays, gone, merge.moved["filled"], by, at)
        _set_aside(gone, merge.moved["before"], by, at)
        _link_back(gone, merge.moved["link"], by, at)
        merge.undone_by, merge.undone_at = by, at
        merge.save(update_fields=["undone_by", "undone_at"])
        record("case.unmerge_people", locked, by=by, at=at, respondent=gone.pk, into=stays.pk)
    return gone


def merged_in(case: Case) -> dict[int, Respondent]:
    """By respondent merged away: whom they were merged into."""
    rows = Merge.objects.filter(respondent__case=case, kind=Merge.Kind.RESPONDENT, undone_at__isnull=True)
    return {row.respondent_id: row.into_respondent for row in rows.select_related("into_respondent")}


def _working(case: Case, by) -> Case:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not (by.may(RIGHT) and reaches(by, locked.access)):
        raise PermissionDenied(RIGHT)
    if locked.stage not in Case.WORKING:
        raise MovedOn(locked, "merge_people")
    return locked


def _both(case: Case, respondent: Respondent, into: Respondent) -> tuple[Respondent, Respondent]:
    rows = Respondent.objects.select_for_update().filter(case=case, pk__in=[respondent.pk, into.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if respondent.pk not in found or into.pk not in found:
        raise ValidationError(_("Terlapor itu bukan bagian dari perkara ini."))
    return found[respondent.pk], found[into.pk]


def _check(gone: Respondent, stays: Respondent) -> None:
    if gone.pk == stays.pk:
        raise ValidationError(_("Terlapor tidak bisa digabung dengan dirinya sendiri."))
    if Respondent.SetAside.MERGED in (gone.set_aside, stays.set_aside):
        raise ValidationError(_("Salah satunya sudah digabung. Pisahkan dulu."))
    if Merge.objects.filter(into_respondent=gone, undone_at__isnull=True).exists():
        raise ValidationError(
            _("Terlapor lain sudah digabung ke orang ini. Pisahkan dulu, atau pilih arah sebaliknya.")
        )
    numbers = {valid_nip(gone.nip), valid_nip(stays.nip)} - {""}
    if len(numbers) > 1:
        raise ValidationError(_("NIP keduanya berbeda. Betulkan NIP yang keliru lebih dulu."))


def _move(model, gone: Respondent, stays: Respondent, by, at: datetime) -> list[int]:
    moved = []
    for row in model.objects.filter(respondent=gone).order_by("pk"):
        row.respondent = stays
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            continue  # the other has the same: this one stays, and comes back with its owner
        moved.append(row.pk)
    return moved


def _give_back(model, ids: list[int], stays: Respondent, gone: Respondent) -> None:
    for row in model.objects.filter(pk__in=ids, respondent=stays).order_by("pk"):
        row.respondent = gone
        row.save()


def _fill(stays: Respondent, gone: Respondent, by, at: datetime) -> list[str]:
    filled = [name for name in FILLED if not getattr(stays, name) and getattr(gone, name)]
    for name in filled:
        setattr(stays, name, getattr(gone, name))
    if filled:
        stays._history_user, stays._history_date = by, at  # type: ignore[attr-defined]
        stays.save()
    return filled


def _empty(stays: Respondent, gone: Respondent, filled: list[str], by, at: datetime) -> None:
    """What the other brought goes, unless somebody wrote something else since."""
    mine = [name for name in filled if getattr(stays, name) == getattr(gone, name)]
    for name in mine:
        setattr(stays, name, None if name == "agency_id" else "")
    if mine:
        stays._history_user, stays._history_date = by, at  # type: ignore[attr-defined]
        stays.save()


def _set_aside(respondent: Respondent, reason: str, by, at: datetime) -> None:
    respondent.set_aside, respondent.set_aside_at = reason, at if reason else None
    respondent._history_user, respondent._history_date = by, at  # type: ignore[attr-defined]
    respondent.save()


def _relink(gone: Respondent, stays: Respondent, by, at: datetime) -> list | None:
    """The row that was merged belongs to the person of the one that stays; a number known of either joins both."""
    links = {row.respondent_id: row for row in PersonLink.objects.filter(Q(respondent=gone) | Q(respondent=stays))}
    mine, theirs = links.get(gone.pk), links.get(stays.pk)
    if mine is None or theirs is None or mine.person_id == theirs.person_id:
        return None
    before = [mine.person_id, mine.how, theirs.person_id, theirs.how]
    winner = mine.person if mine.person.nip and not theirs.person.nip else theirs.person
    for link in (mine, theirs):
        _point(link, winner.pk, PersonLink.How.OFFICER, by, at)
    return before


def _link_back(gone: Respondent, before: list | None, by, at: datetime) -> None:
    if before is None:
        return
    person, how, other, others_how = before
    merge = Merge.objects.filter(respondent=gone, undone_at__isnull=True).first()
    _point(PersonLink.objects.get(respondent=gone), person, how, by, at)
    if merge is not None:
        _point(PersonLink.objects.get(respondent=merge.into_respondent_id), other, others_how, by, at)


def _point(link: PersonLink, person: int, how: str, by, at: datetime) -> None:
    if link.person_id == person:
        return
    link.person_id, link.how, link.by, link.at = person, how, by, at
    link._history_user, link._history_date = by, at  # type: ignore[attr-defined]
    link.save()
