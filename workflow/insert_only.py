"""The log is insert-only: triggers refuse to change, remove or empty what stands in it, by whatever way it is asked.

Made after every migration, for SQLite loses the triggers of a table that a migration remakes. On PostgreSQL
deploy/postgresql/roles.sql also takes the rights away from the role that the site works with.
"""

from django.db import connections

TABLES = ("workflow_event", "workflow_accessrecord", "workflow_accessseal")
NAME = "insert_only"
# SQLite's INSERT OR REPLACE removes without asking the triggers for DELETE
SAME = {"workflow_event": "id = NEW.id OR number = NEW.number", "workflow_accessseal": "record_id = NEW.record_id"}


def make(using: str = "default") -> None:
    """The triggers of every table that is there."""
    _each(using, _make_sqlite if connections[using].vendor == "sqlite" else _make_postgresql)


def drop(using: str = "default") -> None:
    """For tests that forge, and for those that empty the database."""
    _each(using, _drop_sqlite if connections[using].vendor == "sqlite" else _drop_postgresql)


def missing(using: str = "default") -> list[str]:
    """The tables that stand without their triggers."""
    query, per_table = {
        "sqlite": ("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", 3),
        "postgresql": (
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE %s AND tgenabled = 'A'",
            1,
        ),
    }[connections[using].vendor]
    with connections[using].cursor() as cursor:
        cursor.execute(query, [f"{NAME}%"])
        found = [row[0] for row in cursor.fetchall()]
    return [table for table in TABLES if found.count(table) < per_table]


def _each(using: str, statements) -> None:
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        for table in (table for table in TABLES if table in there):
            for statement in statements(table):
                cursor.execute(statement)


def _make_sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {SAME.get(table, 'id = NEW.id')})"  # noqa: S608 - our own names
    return [
        f"CREATE TRIGGER IF NOT EXISTS {NAME}_{table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {NAME}_{table}_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {NAME}_{table}_insert BEFORE INSERT ON {table} WHEN {there} {refuse}",
    ]


def _drop_sqlite(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {NAME}_{table}_{what}" for what in ("update", "delete", "insert")]


def _make_postgresql(table: str) -> list[str]:
    """ALWAYS: also for a session that plays the replica."""
    return [
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$",
        f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {NAME}",
    ]


def _drop_postgresql(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {NAME} ON {table}"]
