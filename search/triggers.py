"""Triggers that note what the search service has yet to hear, in the transaction of the change: `.update()`, bulk,
cascades and raw SQL leave a row just as actions do. On a site without a search service they write nothing.

Made after every migration and taken away before it: SQLite drops the triggers of a table that a migration remakes.
"""

from django.db import connections

NAME = "search_heard"
PLACES = ("sealed", "authority_id", "region_id", "agency_id", "at_plenary", "issued")
PARTNERS = "workflow_access_partners"

# name of the trigger: table, what happens, the columns that count, what is noted (access, document, closing), condition
TRIGGERS: dict[str, tuple] = {
    "document_made": ("search_document", "INSERT", (), ("NEW.access_id", "NEW.id", "false"), ""),
    "document_changed": ("search_document", "UPDATE", (), ("NEW.access_id", "NEW.id", "false"), ""),
    "document_gone": ("search_document", "DELETE", (), ("OLD.access_id", "OLD.id", "false"), ""),
    "access_changed": ("workflow_access", "UPDATE", PLACES, ("NEW.id", "NULL", "true"), ""),
    "partner_gone": (PARTNERS, "DELETE", (), ("OLD.access_id", "NULL", "true"), ""),
    "partner_come": (PARTNERS, "INSERT", (), ("NEW.access_id", "NULL", "true"), ""),
    "file_rejected": (
        "evidence_evidence", "UPDATE", ("stage",), ("NEW.access_id", "NULL", "true"), "NEW.stage = 'REJECTED'",
    ),
}  # fmt: skip


def make(using: str = "default") -> None:
    """Every trigger whose table is there."""
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        if not {"search_unheard", "search_target"} <= there:
            return
        for name, (table, *rest) in TRIGGERS.items():
            if table in there:
                for statement in _statements(connections[using].vendor, f"{NAME}_{name}", table, *rest):
                    cursor.execute(statement)


def drop(using: str = "default") -> None:
    """Before a migration: no table that it remakes is in a trigger's words."""
    with connections[using].cursor() as cursor:
        there = set(connections[using].introspection.table_names(cursor))
        for name, (table, *_rest) in TRIGGERS.items():
            if table in there:
                place = f" ON {table}" if connections[using].vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{name}{place}")


def _statements(vendor: str, name: str, table: str, what: str, columns, noted, condition: str) -> list[str]:
    insert = (
        f"INSERT INTO search_unheard (access, document, closing) SELECT {', '.join(noted)} "  # noqa: S608 - our own names
        "WHERE EXISTS (SELECT 1 FROM search_target)"
    )
    changed = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns]
    when = " AND ".join(filter(None, [f"({' OR '.join(changed)})" if changed else "", condition]))
    if vendor == "sqlite":
        when = f"WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')} " if when else ""
        return [f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {what} ON {table} FOR EACH ROW {when}BEGIN {insert}; END"]
    when = f"WHEN ({when}) " if when else ""
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {insert}; RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {name} AFTER {what} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()",
    ]
