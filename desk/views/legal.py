"""What the law says of a case, with every step, source and doubt."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk.seen import seen
from investigations.assessing import answers_of
from law.assessing import heaviest


@login_required
def law(request: HttpRequest, reference: str) -> HttpResponse:
    """The engine's answer for every violation alleged in the case, as of today."""
    subject = seen("case", reference, request.user)
    answers = answers_of(subject, as_of=timezone.localdate())
    facts = {"case": subject, "answers": answers, "heaviest": heaviest([each.assessment for each in answers])}
    return render(request, "desk/case_law.html", facts)
