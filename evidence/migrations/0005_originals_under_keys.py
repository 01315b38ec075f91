"""Originals from before there were keys of reports: the worker seals them, one after the other, while the site runs."""

from django.db import migrations


def leave_work(apps, schema_editor):
    if apps.get_model("evidence", "Evidence").objects.exists():
        apps.get_model("workflow", "Job").objects.get_or_create(kind="evidence.underkey", key="")


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0004_likeness"),
        ("identity", "0002_report_key"),
        ("workflow", "0001_initial"),
    ]

    operations = [migrations.RunPython(leave_work, migrations.RunPython.noop)]
