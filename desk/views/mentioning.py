"""A respondent found in a file of the case: linked, refused, filled in, or taken back. One button each, no page of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from desk.rows import url_of
from desk.views.cases import respondent_of
from desk.views.verbs import queue_query
from desk.views.writing import allowed
from evidence.queries import page_address
from investigations import mentions
from investigations.models import Case, Mention, Respondent

TOLD = {
    "link": gettext_noop("Berkas dikaitkan dengan terlapor."),
    "refuse": gettext_noop("Tercatat: bukan terlapor ini."),
    "fill": gettext_noop("NIP terlapor diisi dan berkas dikaitkan."),
    "forget": gettext_noop("Kaitan dilepas."),
}


class MentionForm(forms.Form):
    """What a button sends."""

    do = forms.ChoiceField(choices=[(name, name) for name in TOLD])
    evidence = forms.UUIDField()
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    what = forms.ChoiceField(choices=Mention.What.choices, required=False)
    nip = forms.CharField(max_length=18, required=False)
    back = forms.ChoiceField(choices=[("", ""), ("file", "file")], required=False)


@login_required
@require_POST
def mention(request: HttpRequest, reference: str, respondent: int) -> HttpResponse:
    """Do what the button says and go back to where it stood; what cannot be done is said there."""
    subject = allowed("case", mentions.RIGHT, request, reference)
    person = respondent_of(subject, respondent)
    form = MentionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tombol ini tidak lagi berlaku. Muat ulang halaman."))
        return redirect(url_of(subject) + queue_query(request))
    sent = form.cleaned_data
    try:
        _do(subject, person, request, sent)
        messages.success(request, _(TOLD[sent["do"]]))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    if sent["back"]:
        return redirect(page_address(sent["evidence"], sent["page"] or 1))
    return redirect(f"{url_of(subject)}{queue_query(request)}#terlapor-{person.pk}")


def _do(subject: Case, person: Respondent, request: HttpRequest, sent: dict) -> None:
    by, at = request.user, timezone.now()
    about: dict[str, Any] = {
        "respondent": person,
        "evidence": mentions.file_of(subject, sent["evidence"], by),
        "by": by,
        "at": at,
    }
    if sent["do"] == "forget":
        mentions.forget(subject, **about)
    elif sent["do"] == "fill":
        mentions.fill_in(subject, page=sent["page"] or 1, nip=sent["nip"], **about)
    else:
        place: dict[str, Any] = {"page": sent["page"] or 1, "what": sent["what"] or Mention.What.NAME}
        mentions.mention(subject, linked=sent["do"] == "link", **place, **about)
