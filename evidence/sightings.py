"""What officers saw at an address that was given as evidence. The server opens no address: it may be a trap for who reads it.

An officer looks from outside, records the account, the time and screenshots, or that it is gone; a second one looks too
and confirms. Every sighting stays; the latest says how it stands.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agencies.models import Officer, Role
from evidence.actions import add_file
from evidence.models import Evidence, Link, Sighting
from workflow.access import officers_within, reaches
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

RIGHT = "evidence.sight"
MOST_SCREENSHOTS = 5


def sight(
    link: Link,
    *,
    by,
    at: datetime,
    state: str,
    seen_at: datetime,
    account: str = "",
    note: str = "",
    screenshots: Iterable[File] = (),
    witness: Officer | None = None,
) -> Sighting:
    """Record what `by` saw at `seen_at`, with screenshots as evidence of the same report; all of it or nothing.

    Raises PermissionDenied, ValidationError for a time to come or a witness who may not be one, FileRefused.
    """
    files = list(screenshots)
    if not (by.may(RIGHT) and reaches(by, link.access)):
        raise PermissionDenied(RIGHT)
    _check(link, by, at, seen_at, witness, files)
    with unit_of_work():
        kept = [add_file(link.access, upload=file, by=by, at=at, counted=False) for file in files]
        sighting = Sighting.objects.create(
            link=link, state=state, account=account, seen_at=seen_at, note=note, by=by, witness=witness, recorded_at=at
        )
        sighting.screenshots.set(kept)
        codes = {"sighting": sighting.pk, "state": state, "screenshots": [str(file.pk) for file in kept]}
        record("link.sight", link, by=by, at=at, **codes)
    return sighting


def _check(link: Link, by, at: datetime, seen_at: datetime, witness: Officer | None, files: list) -> None:
    if seen_at > at:
        raise ValidationError({"seen_at": _("Waktu ini belum terjadi. Periksa tanggal dan jamnya.")})
    if witness and not witnesses_of(link, besides=by).filter(pk=witness.pk).exists():
        raise ValidationError({"witness": _("Saksi adalah petugas lain yang juga berwenang atas laporan ini.")})
    if len(files) > MOST_SCREENSHOTS:
        text = _("Satu catatan memuat paling banyak %(most)s tangkapan layar.")
        raise ValidationError({"screenshots": text % {"most": MOST_SCREENSHOTS}})


def confirm(sighting: Sighting, *, by, at: datetime) -> Sighting:
    """The second pair of eyes: somebody other than who recorded it, and the one who was asked, if one was.

    Again by the same person changes nothing. Raises PermissionDenied, MovedOn when another one was first.
    """
    with unit_of_work():
        locked = Sighting.objects.select_for_update().get(pk=sighting.pk)
        if not (by.may(RIGHT) and reaches(by, locked.link.access)):
            raise PermissionDenied(RIGHT)
        if locked.witnessed_at and locked.witness_id != by.pk:
            raise MovedOn(locked, "witness")
        if not may_confirm(locked, by):
            raise PermissionDenied("link.witness")
        if not locked.witnessed_at:
            locked.witness, locked.witnessed_at = by, at
            locked.save(update_fields=["witness", "witnessed_at"])
            record("link.witness", locked.link, by=by, at=at, sighting=locked.pk)
    return locked


def may_confirm(sighting: Sighting, by) -> bool:
    """Nobody is a witness of what they saw themselves, nor in the place of the one who was asked."""
    return by.may(RIGHT) and sighting.by_id != by.pk and sighting.witness_id in (None, by.pk)


def witnesses_of(link: Link, *, besides) -> QuerySet[Officer]:
    """Officers who could confirm what `besides` saw there."""
    roles = [role.code for role in Role.objects.all() if RIGHT in role.rights]
    able = Officer.roles.through.objects.filter(role_id__in=roles).values("officer_id")
    people = Officer.objects.filter(officers_within(link.access), pk__in=able)
    return people.exclude(pk=besides.pk).order_by("full_name", "pk")


def history_of(link: Link, user) -> list[Sighting]:
    """Every sighting, latest first, with the screenshots that this reader may see. Two queries."""
    files = Prefetch("screenshots", Evidence.objects.visible_to(user).order_by("added_at", "pk"), to_attr="pictures")
    rows = link.sightings.select_related("by", "witness").prefetch_related(files)
    return list(rows.order_by("-seen_at", "-pk"))


def latest_of(links: Iterable[Link], user) -> dict[int, Sighting]:
    """How each address stands, by the id of its link, for readers who may know."""
    seen = Link.objects.visible_to(user).filter(pk__in=[link.pk for link in links])
    rows = Sighting.objects.filter(link__in=seen).select_related("by", "witness").order_by("seen_at", "pk")
    return {row.link_id: row for row in rows}
