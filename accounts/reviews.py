"""Every quarter each head goes through the list of their people: who stays, and who should no longer have an account."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import departures, people
from accounts.models import Departure, Review
from accounts.models.people import where
from agencies.models import Officer
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference
from workflow.transitions import MovedOn

JOB = "accounts.review"
TIME = timedelta(days=14)  # for a head to go through the list


def quarter_of(day: date) -> str:
    """Such as 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def look(_key: str = "") -> None:
    """The daily round."""
    open_reviews(at=timezone.now())


def open_reviews(*, at: datetime) -> int:
    """One for every body that has people here and none for this quarter yet; how many."""
    today = timezone.localdate(at)
    quarter = quarter_of(today)
    there = Officer.objects.filter(closed_at__isnull=True).order_by("authority", "agency")
    known = set(Review.objects.filter(quarter=quarter).values_list("authority", "agency"))
    places = set(there.values_list("authority", "agency").distinct())
    new = [(None, agency) if agency else (authority, None) for authority, agency in places if authority or agency]
    due = [place for place in dict.fromkeys(new) if place not in known]
    for authority, agency in sorted(due, key=str):
        review = Review(
            reference=new_reference("TJA", at=at), authority_id=authority, agency_id=agency, quarter=quarter, opened_at=at,
            due_date=today + TIME,
        )  # fmt: skip
        with unit_of_work():
            review.save()
            record("account_review.open", review, by=SYSTEM, at=at, **where(review))
    return len(due)


def listed(review: Review):
    """Whose accounts it is about: everybody of that body who has one, asleep or not."""
    rows = Officer.objects.filter(people.of_place(review), closed_at__isnull=True)
    return rows.prefetch_related("roles", "regions").order_by("full_name", "pk")


def confirm(review: Review, *, by: Officer, removed: Collection[Officer], at: datetime) -> Review:
    """The head has gone through the list: who is `removed` begins to leave.

    Raises PermissionDenied, MovedOn when it was confirmed, ValidationError for oneself or one of the last two heads.
    """
    people.demand(by, "officer.review", review)
    if review.authority_id is None and by.agency_id != review.agency_id:
        raise PermissionDenied("officer.review")
    with unit_of_work():
        held = Review.objects.select_for_update().get(pk=review.pk)
        if held.at is not None:
            raise MovedOn(_Confirmed(held), "confirm")
        leaving = set(Departure.objects.filter(closed_at=None, cancelled_at=None).values_list("officer", flat=True))
        for officer in removed:
            if officer.pk not in leaving:
                departures.begin(officer, by=by, at=at)
        held.by, held.at = by, at
        held.removed = len(removed)
        held.kept = listed(held).count() - held.removed
        held.save(update_fields=["by", "at", "removed", "kept"])
        record("account_review.confirm", held, by=by, at=at, kept=held.kept, removed=held.removed, **where(held))
    return held


def waiting(user):
    """Reviews that this head has not confirmed."""
    rows = Review.objects.visible_to(user).filter(at__isnull=True)
    own = rows.filter(agency=user.agency_id) if user.agency_id else rows.filter(authority=user.authority_id)
    return own.order_by("due_date", "pk") if user.may("officer.review") else rows.none()


def overdue(user, *, today: date):
    """Of any body this person answers for."""
    return Review.objects.visible_to(user).filter(at__isnull=True, due_date__lt=today).order_by("due_date", "pk")


class _Confirmed:
    """A review has no stages; this is what it is called once it is over."""

    KIND, stage = Review.KIND, "DONE"

    def __init__(self, review: Review):
        self.reference, self.pk = review.reference, review.pk
