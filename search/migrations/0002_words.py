"""Where the words stand, by what the database has: an FTS5 table beside the documents, or two columns in them.

A later migration that remakes `search_document` on SQLite drops the trigger: it has to make it again.
"""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        stem, exact, perm, tokenize='ascii tokenchars ''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'''
    )""",
    """CREATE TRIGGER search_document_gone AFTER DELETE ON search_document
    BEGIN DELETE FROM search_words WHERE rowid = OLD.id; END""",
]
SQLITE_BACK = ["DROP TRIGGER IF EXISTS search_document_gone", "DROP TABLE IF EXISTS search_words"]
POSTGRES = [
    "ALTER TABLE search_document ADD COLUMN vector tsvector, ADD COLUMN length integer",
    # kept in the row: out of it, the planner takes reading every vector for cheaper than the index (ten times slower)
    "ALTER TABLE search_document ALTER COLUMN vector SET STORAGE MAIN",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector) WITH (fastupdate = off)",
]
POSTGRES_BACK = ["ALTER TABLE search_document DROP COLUMN vector, DROP COLUMN length"]


def make(_apps, editor):
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRES})


def drop(_apps, editor):
    _run(editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRES_BACK})


def _run(editor, statements):
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
