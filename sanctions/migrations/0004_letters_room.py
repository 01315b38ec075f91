import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_letters"), ("sanctions", "0003_letters_copied")]

    operations = [
        migrations.AlterField(
            model_name="historicalrecommendation",
            name="letter",
            field=models.ForeignKey(
                blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+", to="letters.letter",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="letter",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="recommendations",
                to="letters.letter",
            ),
        ),
        migrations.DeleteModel(name="Letter"),
    ]  # fmt: skip
