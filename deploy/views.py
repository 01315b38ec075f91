"""Pages of the frame: errors, health."""

from django.shortcuts import render


def expired_form(request, reason=""):
    """A form whose token has expired or was forged: nothing typed is lost, the page says how to go on."""
    return render(request, "403_csrf.html", status=403)
