"""Django's own `migrate`; an empty database is built at once (deploy/fresh.py)."""

from django.core.management.commands import migrate
from django.db import connections

from deploy import fresh

PARTIAL = ("app_label", "migration_name", "check_unapplied", "plan", "prune", "fake", "fake_initial")


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        whole = not any(options.get(name) for name in PARTIAL)
        if whole and not options.get("step_by_step") and fresh.is_empty(connection):
            fresh.build(connection)
        return super().handle(*args, **options)

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--step-by-step", action="store_true", help="jalankan setiap migrasi, juga pada basis data kosong"
        )
