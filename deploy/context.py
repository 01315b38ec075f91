"""What every template knows."""

from django.conf import settings


def site(request):
    return {"embedded": settings.EMBEDDED, "training": settings.TRAINING}
