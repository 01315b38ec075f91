"""`manage.py serve`: the whole site in one process, made ready first."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from deploy import server


class Command(BaseCommand):
    help = (
        "Migrates, loads reference data and a new database's demo, then serves pages, sockets and the background work."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("BIND") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args, host, port, **options):
        try:
            server.run(host=host, port=port, demo=settings.DEMO)
        except OSError as error:
            raise CommandError(f"{host}:{port} cannot be used: {error.strerror}") from error
