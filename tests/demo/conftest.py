"""The demo, played once for all tests of a module, in a transaction that is rolled back behind them."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from agencies.models import Territory

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """seed_demo has run."""
    place = {"EVIDENCE_DIR": tmp_path_factory.mktemp("files"), "EMBEDDED": True, "PASSWORD_HASHERS": FAST}
    with django_db_blocker.unblock(), override_settings(**place), transaction.atomic():
        if not Territory.objects.exists():
            call_command("load_reference", verbosity=0)
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
