from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_reading")]

    operations = [
        migrations.AddField(
            model_name="page",
            name="reason",
            field=models.CharField(
                blank=True, default="", help_text="msgid: why it, or a part of it, was not read", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="step",
            name="avoid",
            field=models.JSONField(
                blank=True, default=list, help_text="members of an archive at which a child died, by their place in it"
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="name",
            field=models.CharField(
                choices=[
                    ("SCAN", "memeriksa virus"),
                    ("READ", "membaca isi"),
                    ("COPY", "membuat salinan aman"),
                    ("FACTS", "mencari nomor dan nama"),
                    ("TWINS", "mencari berkas serupa"),
                    ("PLACES", "mencari letak kata"),
                ],
                max_length=8,
            ),
        ),
    ]
