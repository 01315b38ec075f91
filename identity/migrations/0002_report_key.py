import django.db.models.deletion
from django.db import migrations, models

import identity.models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("workflow", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField(default=identity.models._today)),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "access",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="report_key", to="workflow.access"
                    ),
                ),
            ],
        ),
    ]
