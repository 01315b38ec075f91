"""Words from before there were keys of reports: the worker moves them, batch by batch, while the site runs."""

from django.db import migrations

BEGINNINGS = {"Message": "message:0", "Draft": "draft:0"}


def leave_work(apps, schema_editor):
    job = apps.get_model("workflow", "Job")
    for name, key in BEGINNINGS.items():
        if apps.get_model("complaints", name).objects.exists():
            job.objects.get_or_create(kind="complaints.underkey", key=key)


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_wording"),
        ("identity", "0002_report_key"),
        ("workflow", "0001_initial"),
    ]

    operations = [migrations.RunPython(leave_work, migrations.RunPython.noop)]
