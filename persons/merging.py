"""Cases and reports merged and parted again, with nothing lost: every merge keeps what it moved."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.merging import merged_into
from complaints.models import Complaint
from investigations.actions import merge as merge_reports
from investigations.models import Case, CaseComplaint
from investigations.queries import accesses_of
from persons import cargo, snapshots
from persons.models import Merge
from workflow.access import follow, reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.transitions import MovedOn, perform


# Cases ------------------------------------------------------------------------------------------------------------------
def merge_cases(case: Case, *, by, into: Case, at: datetime | None = None) -> dict:
    """This case goes on in `into`: complaints, respondents with all that was found, statements and files come along.

    Raises ValidationError for a merge with itself or into a case that is not worked on (a ring cannot come about),
    PermissionDenied for who does not see both, MovedOn.
    """
    at = at or timezone.now()
    with unit_of_work():
        held = _locked(case, into)
        target = held[into.pk]
        _check(case, target, by)
        before = snapshots.taken([*accesses_of(held[case.pk]), *accesses_of(target)])
        facts = {"stage": held[case.pk].stage, "round": [held[case.pk].round, target.round]}
        came = accesses_of(held[case.pk])
        moved = perform(case.merge, by=by, at=at, payload={"into": target.reference}, into=target)
        facts["complaints"] = _move_complaints(moved, target)
        facts["cargo"] = cargo.move(moved, target, by=by, at=at)
        _share(came, target)
        _raise_round(target, moved.round, by, at)
        accesses = snapshots.taken([*accesses_of(moved), *accesses_of(target)])
        Merge.objects.create(
            kind=Merge.Kind.CASE, case=moved, into_case=target, by=by, at=at,
            moved={**facts, "before": before, "after": accesses},
        )  # fmt: skip
        record("case.absorb", target, by=by, at=at, case=moved.reference)
    return {"case": target.reference}


def _locked(*cases: Case) -> dict[int, Case]:
    """In one order, whoever is merged into whom: two officers never wait for each other."""
    ids = {case.pk for case in cases}
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("access").order_by("pk")
    return {row.pk: row for row in rows}


def _check(case: Case, target: Case, by) -> None:
    if target.pk == case.pk:
        raise ValidationError(_("Perkara tidak bisa digabung dengan dirinya sendiri."))
    if not reaches(by, target.access):
        raise PermissionDenied("case.view")
    if target.stage == Case.Stage.MERGED:
        raise ValidationError(_("Perkara itu sendiri sudah digabung ke perkara lain."))
    if target.stage not in Case.WORKING:
        raise ValidationError(_("Perkara itu sudah sampai pleno atau sudah berakhir. Gabungkan sebelum pleno."))


def _move_complaints(case: Case, target: Case) -> list[int]:
    rows = list(CaseComplaint.objects.filter(case=case).order_by("pk"))
    for row in rows:
        row.case = target
        row.save(update_fields=["case"])
    return [row.pk for row in rows]


def _share(came: list[int], target: Case) -> None:
    """Whoever sees the one sees the other; whom either keeps out, all keep out."""
    for access in Access.objects.filter(pk__in=came).order_by("pk"):
        follow(access, target.access)
    kept_out = list(target.access.excluded.all())
    for access in Access.objects.filter(pk__in=accesses_of(target)).order_by("pk"):
        access.excluded.add(*kept_out)


def _raise_round(target: Case, other: int, by, at: datetime) -> None:
    """Votes of either's earlier rounds must not count in a later one of the other."""
    if other > target.round:
        target.round = other
        target._history_user, target._history_date = by, at  # type: ignore[attr-defined]
        target.save()


def unmerge_cases(case: Case, *, by, at: datetime | None = None) -> dict:
    """Everything that came along goes back, the stage is what it was. Raises ValidationError when it is too late."""
    at = at or timezone.now()
    with unit_of_work():
        merge = _living(Merge.objects.filter(case=case, kind=Merge.Kind.CASE), case)
        target = _locked(case, merge.into_case)[merge.into_case_id]
        _check_parting(merge, target, by)
        facts = merge.moved
        parted = perform(case.unmerge, by=by, at=at, payload={"into": target.reference}, to=facts["stage"])
        _move_back(facts["complaints"], target, parted)
        cargo.move_back(facts["cargo"], target, parted, by=by, at=at)
        mine = accesses_of(parted)
        _authority(mine, target)
        snapshots.restored(facts["before"], facts["after"], only=mine)
        snapshots.restored(facts["before"], facts["after"], only=accesses_of(target))
        _lower_round(parted, target, facts["round"], by, at)
        _end(merge, by, at)
        record("case.release", target, by=by, at=at, case=parted.reference)
    return {"case": parted.reference}


def _living(rows, subject) -> Merge:
    found = rows.filter(undone_at__isnull=True).select_for_update(of=("self",)).select_related("into_case").first()
    if found is None:
        raise MovedOn(subject, "unmerge")
    return found


def _check_parting(merge: Merge, target: Case, by) -> None:
    if not reaches(by, target.access):
        raise PermissionDenied("case.view")
    if target.stage not in Case.WORKING:
        raise ValidationError(
            _("%(case)s sudah melewati pemeriksaan atau sudah digabung lagi. Perkara dipisahkan selama diperiksa.")
            % {"case": target.reference}
        )
    people = merge.moved["cargo"].get("investigations.Respondent", [])
    later = Merge.objects.filter(kind=Merge.Kind.RESPONDENT, undone_at__isnull=True, pk__gt=merge.pk)
    crossing = [each for each in later if (each.respondent_id in people) != (each.into_respondent_id in people)]
    if crossing:
        raise ValidationError(
            _("Pisahkan dulu terlapor yang digabung sesudahnya: %(name)s.") % {"name": crossing[0].respondent}
        )


def _move_back(rows: list[int], target: Case, case: Case) -> None:
    for row in CaseComplaint.objects.filter(pk__in=rows, case=target):
        row.case = case
        row.save(update_fields=["case"])


def _authority(accesses: list[int], target: Case) -> None:
    """When it was transferred meanwhile, what came along was transferred with it."""
    for access in Access.objects.filter(pk__in=accesses):
        access.authority_id = target.access.authority_id
        access.save(update_fields=["authority"])


def _lower_round(case: Case, target: Case, rounds: list[int], by, at: datetime) -> None:
    """Each goes on from its own round; when there was a plenary meanwhile, from the highest."""
    own, others = rounds
    if target.round == max(own, others):
        if target.round != others:
            target.round = others
            target._history_user, target._history_date = by, at  # type: ignore[attr-defined]
            target.save()
        return
    case.round = target.round
    case._history_user, case._history_date = by, at  # type: ignore[attr-defined]
    case.save()


def _end(merge: Merge, by, at: datetime) -> None:
    merge.undone_by, merge.undone_at = by, at
    merge.save(update_fields=["undone_by", "undone_at"])


# Reports ----------------------------------------------------------------------------------------------------------------
def merge_complaints(complaint: Complaint, *, by, into: Complaint, at: datetime | None = None) -> None:
    """The room's own merge of reports, with what is needed to take it apart."""
    at = at or timezone.now()
    with unit_of_work():
        mine = _accesses(complaint)
        before = snapshots.taken([*mine, *_accesses(into)])
        facts = {"stage": Complaint.objects.values_list("stage", flat=True).get(pk=complaint.pk)}
        merge_reports(complaint, by=by, into=into, at=at)
        after = snapshots.taken([*mine, *_accesses(into)])
        moved = {**facts, "before": before, "after": after}
        Merge.objects.create(kind=Merge.Kind.COMPLAINT, complaint=complaint, by=by, at=at, moved=moved)


def _accesses(complaint: Complaint) -> list[int]:
    ids = [complaint.pk, *merged_into([complaint.pk])]
    return list(Access.objects.filter(complaint__in=ids).order_by("pk").values_list("pk", flat=True))


def unmerge_complaint(complaint: Complaint, *, by, at: datetime | None = None) -> None:
    """The report stands alone again and is verified anew; what it brought into a case stays there."""
    at = at or timezone.now()
    with unit_of_work():
        into = Complaint.objects.get(pk=complaint.pk).merged_into
        payload = {"into": into.reference} if into else {}
        parted = perform(complaint.unmerge, by=by, at=at, payload=payload)
        kept = Merge.objects.filter(kind=Merge.Kind.COMPLAINT, complaint=parted, undone_at__isnull=True).first()
        mine = _accesses(parted)
        if kept is None:
            _region_of_its_own(parted)
            return
        snapshots.restored(kept.moved["before"], kept.moved["after"], only=mine)
        _end(kept, by, at)


def _region_of_its_own(complaint: Complaint) -> None:
    """Merged before merges were kept: the region is where it happened."""
    access = complaint.access
    access.region, access.at_plenary = complaint.territory, False
    access.save(update_fields=["region", "at_plenary"])
