from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from workflow import insert_only


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Alur")

    def ready(self):
        post_migrate.connect(_make_triggers, sender=self)


def _make_triggers(using, **_other):
    insert_only.make(using)
