"""How far the worker is with a file: a piece of its page, asked for again while it runs."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.queries import visible


@login_required
@require_safe
def steps(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The steps of one file. Looking at them is no look at the file: the custody log stays as it is."""
    return render(request, "evidence/_progress.html", {"evidence": visible(pk, request.user)})
