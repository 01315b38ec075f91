from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeployConfig(AppConfig):
    """Start-up: every room's registration.py enters its kinds, verbs, jobs and routes into the registers below it."""

    name = "deploy"
    verbose_name = "Netral"

    def ready(self):
        autodiscover_modules("registration")
