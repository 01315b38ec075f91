"""What a view behind a login is handed; only a name for annotations, Django makes the requests."""

from django.http import HttpRequest

from agencies.models import Officer


class OfficerRequest(HttpRequest):
    """A request below `login_required`: whoever sent it is an officer, never a stranger."""

    user: Officer
