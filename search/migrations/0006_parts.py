"""Parts of recognised words, on SQLite in a table of their own; under PostgreSQL they stand in the document's vector.

A later migration that remakes `search_document` on SQLite drops both triggers: it has to make them again.
"""

from django.db import migrations, models

MADE = [
    """CREATE VIRTUAL TABLE search_words_parts USING fts5(
        tri, tokenize='ascii tokenchars ''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'''
    )""",
    """CREATE TRIGGER search_document_parts_gone AFTER DELETE ON search_document
    BEGIN DELETE FROM search_words_parts WHERE rowid = OLD.id; END""",
]
DROPPED = ["DROP TRIGGER IF EXISTS search_document_parts_gone", "DROP TABLE IF EXISTS search_words_parts"]


def _on_sqlite(statements):
    def run(_apps, editor):
        if editor.connection.vendor == "sqlite":
            for statement in statements:
                editor.execute(statement, params=None)

    return run


def make(_apps, editor):
    _on_sqlite(MADE)(_apps, editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_kept")]
    operations = [
        migrations.RunPython(_on_sqlite(MADE), _on_sqlite(DROPPED)),
        migrations.AddIndex("document", models.Index(fields=["analysis"], name="search_document_analysis")),
    ]
