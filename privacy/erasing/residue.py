"""What a database keeps of a row that is gone: old words in the index, freed pages, dead rows. Swept once a list is done."""

from django.apps import apps
from django.db import connection

from privacy.erasing.table import FATES
from search.backends.embedded import words_of_site


def secure() -> None:
    """From now on this connection overwrites what it frees (SQLite; PostgreSQL leaves that to VACUUM)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def sweep() -> None:
    """Write the index anew without the words that went, and give the rest of the database the same; not inside a transaction."""
    words_of_site().optimise()
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for label in FATES:
            cursor.execute(f'VACUUM "{apps.get_model(label)._meta.db_table}"')
