"""What has to hold before the site opens: `manage.py check --deploy` fails where demo accounts exist."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from agencies.models import Officer


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs=None, **kwargs) -> list[Error]:
    """Their passwords are known to everybody. They cannot sign in here; they should not be here either."""
    if settings.DEMO_ACCOUNTS:
        return []
    try:
        count = Officer.objects.filter(demo=True).count()
    except DatabaseError:  # not migrated yet: nobody is in there
        return []
    hint = "Deactivate them and clear their roles, or delete them; start production with a database without the demo."
    return [Error(f"{count} demo accounts exist", hint=hint, id="accounts.E001")] if count else []
