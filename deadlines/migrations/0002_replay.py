from django.db import migrations


def begin(apps, schema_editor):
    """Clocks of what happened before there were any: the worker derives them from the log."""
    if apps.get_model("workflow", "Event").objects.exists():
        apps.get_model("workflow", "Job").objects.get_or_create(kind="deadlines.replay", key="0")


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("workflow", "0002_access_records")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
