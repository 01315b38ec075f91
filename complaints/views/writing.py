"""What every page of the report form shares: the draft that this browser's cookie opens."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from complaints import drafts
from complaints.drafts import OpenDraft
from complaints.views import cookies, waiting


class Writing(View):
    """A page of the draft in this browser; makes a new token where there is none, or where its time was up."""

    token: str
    draft: OpenDraft | None
    at: datetime
    needs_draft = True
    makes_draft = False
    shows_receipt = False

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.at = timezone.now()
        self._open(request)
        if self.draft and self.draft.receipt and not self.shows_receipt:
            return redirect("complaints:receipt")
        try:
            response = self._answer(request, *args, **kwargs)
        except drafts.AlreadySent:
            response = redirect("complaints:receipt")
        cookies.keep_draft(response, self.token)
        return response

    def _open(self, request: HttpRequest) -> None:
        self.token, self.draft = cookies.draft_token(request) or drafts.new_token(), None
        try:
            self.draft = drafts.find(self.token, at=self.at)
        except drafts.Expired:
            self.token = drafts.new_token()
            messages.warning(request, _("Isian ini sudah lebih dari 72 jam, jadi kami hapus demi keamanan Anda."))

    def _answer(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.draft is None and self.needs_draft and request.method != "POST":
            return redirect("complaints:what")
        begins = self.draft is None and self.makes_draft and request.method == "POST"
        if begins and (page := waiting.form_page(request, drafts.name_of(self.token), at=self.at)):
            return page
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
