"""How the log stands: sealed up to where, told outside when, read again with what outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from workflow import anchors, verification
from workflow.models import AccessRecord, Anchor, ChainHead, Event, Verification

LATE_SEAL = timedelta(minutes=1)
LATE_ANCHOR = timedelta(hours=2)
LATE_ROUND = timedelta(hours=30)


@dataclass(frozen=True)
class ChainState:
    """`late_…` says that something should have been done by now."""

    events: int
    last_event: Event | None
    records: int | None
    sealed: int | None
    waiting: int
    since: datetime | None
    late_seal: bool
    places: list[tuple[str, Anchor | None, bool]]
    round: Verification | None
    running: bool
    late_round: bool


def chain_state(*, at: datetime) -> ChainState:
    """`at` is now."""
    head = ChainHead.objects.filter(name="events").first()
    waiting = verification.unsealed()
    done = Verification.objects.filter(finished_at__isnull=False).order_by("-pk").first()
    return ChainState(
        events=head.number if head else 0,
        last_event=Event.objects.order_by("-number").first(),
        records=AccessRecord.objects.order_by("-pk").values_list("pk", flat=True).first(),
        sealed=verification.sealed_up_to(),
        waiting=waiting["count"],
        since=waiting["since"],
        late_seal=bool(waiting["since"] and at - waiting["since"] > LATE_SEAL),
        places=[_place(anchors.name_of(address), at) for address in settings.ANCHOR],
        round=done,
        running=Verification.objects.filter(finished_at=None).exists(),
        late_round=done is not None and at - done.finished_at > LATE_ROUND,
    )


def _place(name: str, at: datetime) -> tuple[str, Anchor | None, bool]:
    """The last anchor that this place took, and whether the next one is late."""
    last = Anchor.objects.filter(place=name, error="").order_by("-at").first()
    return name, last, last is not None and at - last.at > LATE_ANCHOR
