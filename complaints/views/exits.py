"""The ways out that leave nothing behind in the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from complaints.views import cookies


def quick_exit(request: HttpRequest) -> HttpResponse:
    """To a page nobody minds, at once. Another site that calls this address clears nothing."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        cookies.forget(response)
    return response


def clear_traces(request: HttpRequest) -> HttpResponse:
    """For a shared telephone: forget the receipt and the visit; only by the button."""
    return cookies.forget(redirect("home")) if request.method == "POST" else redirect("complaints:receipt")
