"""How many files a bundle has, and how many of them without text: counted when it is written, not at every search."""

from django.db import migrations, models

COUNTED = """
UPDATE search_bundle SET
    files = (SELECT count(*) FROM evidence_evidence e WHERE e.access_id = search_bundle.access_id AND e.stage <> 'REJECTED'),
    unread = (
        SELECT count(*) FROM evidence_evidence e WHERE e.access_id = search_bundle.access_id AND e.stage <> 'REJECTED'
        AND NOT (e.stage = 'READY' AND EXISTS (SELECT 1 FROM evidence_page p WHERE p.evidence_id = e.id AND p.text <> ''))
    )
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0006_parts"), ("evidence", "0001_initial")]
    operations = [
        migrations.AddField(
            "bundle", "files", models.PositiveIntegerField(default=0, help_text="evidence, not rejected")
        ),
        migrations.AddField(
            "bundle", "unread", models.PositiveIntegerField(default=0, help_text="of them without text")
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
