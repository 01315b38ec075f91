"""Who answers for whom: the heads of a body, whom they see, which roles they may give, and who is left when one goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models.people import governed_by
from agencies.models import Officer, Role

HEADS_AT_LEAST = 2
OF_AGENCIES = frozenset(
    {"bkd", "agency_admin", "partner"}
)  # held by people of an agency, all others by the authority's


def people_of(user):
    """The accounts that this person answers for, closed ones left out."""
    return Officer.objects.filter(governed_by(user), closed_at__isnull=True)


def governs(by: Officer, place) -> bool:
    """Does this head answer for something with `authority_id` and `agency_id`? The same rule as `governed_by`."""
    if not (by.may("officer.invite") or by.may("officer.approve") or by.may("officer.review")):
        return False
    if by.authority_id:
        return place.authority_id == by.authority_id or place.agency_id is not None
    return by.agency_id is not None and place.agency_id == by.agency_id


def demand(by: Officer, right: str, place) -> None:
    """Raises PermissionDenied unless `by` has the right and answers for the place."""
    if not (by.may(right) and governs(by, place)):
        raise PermissionDenied(right)


def holding(right: str) -> Q:
    """Officers, awake and not closed, who hold a right."""
    roles = [role.code for role in Role.objects.order_by("code") if right in role.rights]
    holders = Officer.roles.through.objects.filter(role_id__in=roles).values("officer_id")
    return Q(is_active=True, pk__in=holders)


def of_place(place) -> Q:
    """Officers of the same body as something with `authority_id` and `agency_id`."""
    return Q(authority=place.authority_id) if place.authority_id else Q(agency=place.agency_id)


def heads(place) -> Q:
    """Those who invite and remove people of a body."""
    return of_place(place) & holding("officer.invite")


def second_voices(place) -> Q:
    """Those who may approve for a body: its own, and the authority's for an agency."""
    own = of_place(place) & holding("officer.approve")
    return own if place.authority_id else own | (Q(authority__isnull=False) & holding("officer.approve"))


def givable(by: Officer) -> frozenset[str]:
    """The roles that this head may give and take."""
    return frozenset(code for role in by.roles.all() for code in role.gives)


def check_roles(by: Officer, codes: Iterable[str], *, agency: bool) -> None:
    """Raises ValidationError for a role that is not theirs to give, or that does not belong to that kind of body."""
    codes = set(codes)
    if codes - givable(by):
        raise ValidationError({"roles": _("Ada peran yang tidak dapat Anda berikan.")})
    if any((code in OF_AGENCIES) != agency for code in codes):
        raise ValidationError({"roles": _("Ada peran yang bukan untuk petugas di tempat ini.")})


def check_regions(by: Officer, codes: Iterable[str]) -> None:
    """Whoever works in some regions gives no others. Raises ValidationError."""
    own, given = by.region_codes, set(codes)
    if own and (not given or any(code not in own and code.split(".")[0] not in own for code in given)):
        raise ValidationError({"regions": _("Pilih wilayah di dalam wilayah Anda sendiri.")})


def needs_second(by: Officer | None, codes: Iterable[str], place) -> bool:
    """Must somebody else approve that these roles are given? Only within an agency, for its own roles, nobody must."""
    if by is None or by.agency_id is None or by.agency_id != place.agency_id:
        return True
    return Role.objects.filter(pk__in=list(codes), second=True).exists()


def check_heads_left(officer: Officer) -> None:
    """Raises ValidationError when fewer than two heads would remain without this person."""
    if not officer.may("officer.invite"):
        return
    if Officer.objects.filter(heads(officer)).exclude(pk=officer.pk).count() < HEADS_AT_LEAST:
        raise ValidationError(
            _("Setelah ini kepala akun tinggal kurang dari dua. Undang penggantinya lebih dulu."), code="last"
        )


# Open work --------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OpenWork:
    """Something that waits for one person, and who could go on with it."""

    kind: str
    reference: str
    text: str
    heirs: tuple[Officer, ...]


Finder = Callable[[Officer, Officer | None], list[OpenWork]]
Handover = Callable[..., object]
_open_work: dict[str, tuple[Finder, Handover]] = {}


def register_open_work(kind: str, finder: Finder, handover: Handover) -> None:
    """Later rooms enter what they know, at start-up.

    `finder(officer, reader)`: what waits for the officer, as far as the reader sees it (None: all of it).
    `handover(reference, officer=, by=, to=, at=)`: give it to `to`, by the room's own action.
    """
    _open_work[kind] = (finder, handover)


Farewell = Callable[..., None]
_farewells: list[Farewell] = []


def register_farewell(farewell: Farewell) -> None:
    """What else ends when an account is closed, entered by later rooms: `farewell(officer, by=, at=)`.

    Called inside the unit of work that closes it; a ValidationError says why it cannot be closed yet.
    """
    _farewells.append(farewell)


def say_farewell(officer: Officer, *, by: Officer, at: datetime) -> None:
    for farewell in _farewells:
        farewell(officer, by=by, at=at)


def open_work(officer: Officer, reader: Officer | None = None) -> list[OpenWork]:
    """What waits for somebody, of every kind."""
    return [work for finder, _handover in _open_work.values() for work in finder(officer, reader)]


def hand_over(work: OpenWork, *, officer: Officer, by: Officer, to: Officer, at: datetime) -> None:
    """Give one thing to somebody else. Raises ValidationError for who could not go on with it, and what the room raises."""
    if to.pk not in {heir.pk for heir in work.heirs}:
        raise ValidationError(_("Orang itu tidak dapat meneruskan pekerjaan ini."))
    _open_work[work.kind][1](work.reference, officer=officer, by=by, to=to, at=at)
