"""Columns for narrowing. The text of a document stays its last column: SQLite reads a row from its front."""

from django.db import migrations, models

GONE = "DROP TRIGGER IF EXISTS search_document_gone"
AGAIN = """CREATE TRIGGER search_document_gone AFTER DELETE ON search_document
    BEGIN DELETE FROM search_words WHERE rowid = OLD.id; END"""


def _on_sqlite(statement):
    def run(_apps, editor):
        if editor.connection.vendor == "sqlite":
            editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [
        migrations.RunPython(_on_sqlite(GONE), _on_sqlite(AGAIN)),
        migrations.AddField(
            "document",
            "file_type",
            models.CharField(blank=True, help_text="name of the file's kind; empty: no file", max_length=8, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "document",
            "month",
            models.CharField(blank=True, help_text="of the day, 2024-11", max_length=7, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "document",
            "recognised",
            models.BooleanField(
                default=False, help_text="OCR: its words are also held in parts of three letters"
            ),
        ),
        migrations.AddField(
            "document",
            "fields",
            models.JSONField(default=list, help_text='by what it may be narrowed: "respondent:budi", "agency:64.02"'),
        ),
        migrations.AddField("document", "text", models.TextField(default=""), preserve_default=False),
        migrations.RunSQL("UPDATE search_document SET text = body", migrations.RunSQL.noop),
        migrations.RemoveField("document", "body"),
        migrations.RenameField("document", "text", "body"),
        migrations.AlterField(
            "document", "body", models.TextField(help_text="as it was written; highlights are cut from it")
        ),
        migrations.RunPython(_on_sqlite(AGAIN), _on_sqlite(GONE)),
    ]
