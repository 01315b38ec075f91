"""The key ceremony: makes the recovery key that is kept on paper, and says what is still missing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from identity import keys
from identity.boxes import WrongKey
from identity.models import CustodianKey
from identity.sharing import share_with


class Command(BaseCommand):
    help = "Makes the paper recovery key to which identities are sealed; --recover lets a custodian's new key open all with it."

    def add_arguments(self, parser):
        parser.add_argument("--another", action="store_true", help="make one more although there is one")
        parser.add_argument(
            "--recover", metavar="USERNAME", help="read a recovery key and share everything with this custodian"
        )

    def handle(self, *args, another, recover, **options):
        if recover:
            self._recover(recover)
            return
        if keys.living().filter(kind=CustodianKey.Kind.RECOVERY).exists() and not another:
            raise CommandError("There is a recovery key already; --another makes one more.")
        paper = keys.make_recovery_key(at=timezone.now())
        self.stdout.write("Write this on paper, twice, and lock the papers away in two places. It is shown only now:\n")
        self.stdout.write(paper)
        missing = keys.LEAST - keys.custodians()
        if missing > 0:
            self.stdout.write(
                f"\nStill missing: {missing} custodian(s). Each makes a key at /petugas/identitas/kunci/."
            )

    def _recover(self, username: str) -> None:
        new = keys.living().filter(officer__username=username).first()
        if new is None:
            raise CommandError(f"{username} has no key yet: it is made at /petugas/identitas/kunci/.")
        try:
            opener, pair = keys.recovered(input("Recovery key: "))
        except WrongKey:
            raise CommandError("That is not a recovery key of this site.") from None
        self.stdout.write(f"{share_with(new, opener=opener, pair=pair)} envelopes can now be opened by {username}.")
