from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.invitations import invite
from accounts.links import fresh_link
from accounts.models import Invitation
from agencies.models import Agency, Role, SupervisingAuthority


class Command(BaseCommand):
    """The first accounts of a site, and the way back when nobody is left who could invite."""

    help = "Invites somebody; prints the link with which they choose their password, once, as the last word."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--email", required=True)
        parser.add_argument("--role", action="append", required=True, help="code of a role; several times for several")
        parser.add_argument("--agency", help="code of the agency; absent: the supervising authority's")
        parser.add_argument("--authority", help="code of the authority (default: the one in force today)")

    def handle(self, *args, **options):
        at = timezone.now()
        try:
            with transaction.atomic():
                made = invite(
                    by=None, username=options["username"], full_name=options["name"], email=options["email"], at=at,
                    roles=_roles(options["role"]), **_place(options),
                )  # fmt: skip
                held = Invitation.objects.select_for_update().get(pk=made.pk)
                link = fresh_link(held, at=at)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"valid for 72 hours, once: {link}")


def _roles(codes: list[str]) -> list[Role]:
    found = list(Role.objects.filter(pk__in=codes))
    if len(found) != len(set(codes)):
        raise CommandError(f"unknown role among {', '.join(codes)}")
    return found


def _place(options: dict) -> dict:
    if code := options["agency"]:
        agency = Agency.objects.filter(pk=code).first()
        if agency is None:
            raise CommandError(f"no agency {code}")
        return {"agency": agency}
    if code := options["authority"]:
        authority = SupervisingAuthority.objects.filter(pk=code).first()
        if authority is None:
            raise CommandError(f"no authority {code}")
        return {"authority": authority}
    return {"authority": SupervisingAuthority.objects.in_force(timezone.localdate())}
