"""What heads have before them, made once for the matrix: of one body, and of another one like it."""

from dataclasses import dataclass

from django.utils import timezone

from accounts import departures, invitations, recovery, role_changes
from accounts.models import Contact, Review
from accounts.reviews import quarter_of
from agencies.models import Agency, Officer, Role

NUMBER = 987654321


@dataclass(frozen=True)
class Office:
    """The names under which the people of one body, and what waits about them, are asked for."""

    person: str = "tidak.ada.orangnya"
    invitation: str = "UND-26-000000"
    change: str = "UBH-26-000000"
    recovery: str = "PML-26-000000"
    departure: str = "PRG-26-000000"
    review: str = "TJA-26-000000"
    contact: int = NUMBER

    def names(self) -> list[str]:
        told = [self.person, self.invitation, self.change, self.recovery, self.departure, self.review]
        return [*told, f"kontak/{self.contact}/"]


def office(key: str, *, role: str, by: Officer, **place) -> Office:
    """Somebody of each kind in a body, and one of everything about them, by a head of it."""
    now, given = timezone.now(), list(Role.objects.filter(pk=role))
    leaving, changed, lost, person = (
        _officer(f"{key}.{name}", role, place) for name in ("pergi", "ubah", "hilang", "orang")
    )
    agency = Agency.objects.filter(pk=place.get("agency_id")).first()
    invited = invitations.invite(
        by=by, username=f"{key}.undangan", full_name=f"Undangan {key}", email=f"{key}@kantor.example", roles=given,
        agency=agency, at=now,
    )  # fmt: skip
    facts = {"roles": given, "email": f"baru.{key}@kantor.example", "reason": "Pindah", "at": now}
    review = Review.objects.create(reference=f"TJA-26-{key.upper()}", quarter=quarter_of(now), due_date=now, **place)
    contact = Contact.objects.create(
        agency=agency or Agency.objects.get(pk="64.71"), name=key, email=f"k.{key}@x.example"
    )
    return Office(
        person.username,
        invited.reference,
        role_changes.propose(changed, by=by, **facts).reference,
        recovery.ask(lost, by=None, at=now).reference,
        departures.begin(leaving, by=by, at=now).reference,
        review.reference,
        contact.pk,
    )


def _officer(username: str, role: str, place: dict) -> Officer:
    officer = Officer.objects.create_user(username, full_name=username, **place)
    officer.roles.set([role])
    return Officer.objects.get(pk=officer.pk)
