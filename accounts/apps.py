from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Akun dan masuk")

    def ready(self):
        import_string("accounts.checks.no_demo_accounts")  # enters itself into the register
