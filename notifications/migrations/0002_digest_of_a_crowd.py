import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='notification',
            name='folded',
            field=models.PositiveIntegerField(blank=True, help_text='a digest: so many events of this kind, its own the first of them', null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='crowd_since',
            field=models.DateTimeField(blank=True, help_text='when the ten minutes being counted began', null=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='crowd_count',
            field=models.PositiveIntegerField(default=0, help_text='new reports told of in them'),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='digest',
            field=models.ForeignKey(blank=True, help_text='takes up the crowd', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='notifications.notification'),
        ),
    ]
