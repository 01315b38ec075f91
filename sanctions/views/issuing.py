"""Issuing several approved recommendations of one case at once: one letter to each appointing authority."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from investigations.models import Case
from sanctions import issuing
from sanctions.models import Recommendation
from workflow import access_records

RIGHT = "recommendation.issue"


class Choices(forms.ModelMultipleChoiceField):
    """Recommendations by whom and what they recommend."""

    def label_from_instance(self, obj: Recommendation) -> str:
        return f"{obj.respondent}, {obj.sanction or obj.reference}"


class TogetherForm(forms.Form):
    """Which of a group go into the letter, and who gets a copy of it."""

    recommendations = Choices(
        Recommendation.objects.none(),
        label=gettext_lazy("Rekomendasi dalam surat ini"),
        to_field_name="reference",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu rekomendasi.")},
    )
    cc = forms.CharField(
        label=gettext_lazy("Tembusan"),
        help_text=gettext_lazy("Satu baris untuk satu penerima. Boleh kosong."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args, group: list[Recommendation], **kwargs):
        super().__init__(*args, **kwargs)
        self.agency = group[0].respondent.agency
        self.count = len(group)
        chosen = cast(Choices, self.fields["recommendations"])
        chosen.queryset = Recommendation.objects.filter(pk__in=[each.pk for each in group]).select_related(
            "respondent", "sanction"
        )
        chosen.initial = [each.reference for each in group]

    def clean_cc(self):
        return [line.strip() for line in self.cleaned_data["cc"].splitlines() if line.strip()]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue_together(request: HttpRequest, reference: str) -> HttpResponse:
    """What of this case waits to be issued, grouped by the letter that can carry it."""
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    if not request.user.may(RIGHT):
        raise PermissionDenied(RIGHT)
    access_records.read(case, by=request.user, at=timezone.now())
    sent = request.POST if request.method == "POST" else None
    letters = _forms(case, sent)
    if sent is None:
        return _page(request, case, letters, 200)
    return _issue(request, case, letters)


def _forms(case: Case, sent) -> list[TogetherForm]:
    """One form a letter; what was sent belongs to the letter whose name came along."""
    made = []
    for number, group in enumerate(issuing.issuable(case), start=1):
        name = f"surat{number}"
        made.append(TogetherForm(sent if sent and sent.get("surat") == name else None, group=group, prefix=name))
    return made


def _issue(request: HttpRequest, case: Case, letters: list[TogetherForm]) -> HttpResponse:
    form = next((each for each in letters if each.is_bound), None)
    if form is None or not form.is_valid():
        return _page(request, case, letters, 422 if form else 409)
    try:
        letter = issuing.issue_together(
            list(form.cleaned_data["recommendations"]), by=request.user, cc=form.cleaned_data["cc"]
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, case, letters, 422)
    messages.success(request, _("Surat %(number)s diterbitkan.") % {"number": letter.number})
    return redirect("letters:show", letter.pk)


def _page(request: HttpRequest, case: Case, letters: list[TogetherForm], status: int) -> HttpResponse:
    return render(request, "sanctions/issue.html", {"case": case, "letters": letters}, status=status)
