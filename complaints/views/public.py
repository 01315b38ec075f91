"""The five pages of the report form. What is typed is on the server before anything is checked.

Forms are guarded by Django's CSRF check; when its token is too old, `deploy.views.expired_form` offers what was typed again.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies.queries import Directory, agencies, territories
from complaints import drafts, forms
from complaints.drafts import OpenDraft
from complaints.questionnaire import MOST_PEOPLE, acts, people_of
from complaints.secrecy import REFUSED, tells_a_code
from complaints.views.uploading import begin_file
from complaints.views.writing import Writing
from evidence import tus, uploads
from evidence.actions import FileRefused, LinkRefused, add_file, add_link, remove
from evidence.models import Evidence, Link

ORDER = ["what", "who", "when", "evidence", "contact", "check"]


class Page(Writing):
    """One of the five pages. `typed` reads, `form` shows or checks; a valid page leads on, whatever was typed is kept."""

    name = ""
    makes_draft = True

    def typed(self, request: HttpRequest) -> dict:
        raise NotImplementedError

    def filled(self, *, checked: bool) -> dict:
        """What the template needs besides the frame; the forms under `forms`."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, self.filled(checked=False))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.draft = drafts.save(self.token, self.name, self.typed(request), at=self.at)
        if "simpan" in request.POST:  # the script saves while one types
            return HttpResponse(status=204)
        return self.lead_on(request)

    def lead_on(self, request: HttpRequest) -> HttpResponse:
        """To the next page, or back to the check page one came from; stays where something has to be mended."""
        filled = self.filled(checked=True)
        if all(form.is_valid() for form in filled["forms"]):
            return redirect(f"complaints:{self.onward(request)}")
        return self.show(request, filled, status=422)

    def onward(self, request: HttpRequest) -> str:
        return "check" if "ubah" in request.POST else ORDER[ORDER.index(self.name) + 1]

    def page(self) -> dict:
        return self.draft.page(self.name) if self.draft else {}

    def show(self, request: HttpRequest, filled: dict, *, status: int = 200) -> HttpResponse:
        number = ORDER.index(self.name)
        frame = {
            "number": number + 1,
            "before": ORDER[number - 1] if number else "",
            "onward": ORDER[number + 1],
            "saved_at": self.draft.saved_at if self.draft else None,
            "editing": "ubah" in request.GET or "ubah" in request.POST,
            "failed": [form for form in filled["forms"] if form.is_bound and form.errors],
        }
        return render(request, f"complaints/{self.name}.html", {**frame, **filled}, status=status)


class What(Page):
    name, needs_draft = "what", False

    def typed(self, request):
        return forms.What.typed(request.POST)

    def filled(self, *, checked):
        make = forms.What.checked if checked else forms.What.shown
        form = make(self.page(), acts=acts(self.at))
        return {"forms": [form], "form": form, "kinds": _kinds(form)}


def _kinds(form: forms.What) -> list[dict]:
    chosen = form["violations"].value() or []
    return [
        {
            "code": kind.value,
            "name": name,
            "hint": forms.KIND_HINTS[kind.value],
            "acts": [{"act": act, "chosen": act.code in chosen} for act in form.acts if act.kind == kind],
        }
        for kind, name in forms.KINDS
    ]


class Who(Page):
    name = "who"

    def typed(self, request):
        known = agencies()
        people = [_typed_person(request, i, known) for i in range(_count(request))]
        if "tambah" in request.POST and len(people) < MOST_PEOPLE:
            people.append({})
        gone = request.POST.get("hapus", "")
        return {"people": [person for i, person in enumerate(people) if str(i) != gone]}

    def filled(self, *, checked):
        page = self.page()
        searched = self.request.GET.get("cari", "")
        people = people_of(
            page,
            agencies(),
            checked=checked,
            searched=int(searched) if searched.isdecimal() and len(searched) < 4 else None,
        )
        if checked and not people and "lewati" not in self.request.POST and self._needs_somebody():
            people = people_of({"people": [{"name": " "}]}, agencies(), checked=True)
        shown = people or people_of({"people": [{}]}, agencies())
        return {"forms": people if checked else shown, "people": shown, "most": MOST_PEOPLE}

    def _needs_somebody(self) -> bool:
        return self.draft is None or self.draft.page("what").get("kind") != "MERIT"

    def lead_on(self, request):
        if "tambah" in request.POST or "hapus" in request.POST:
            last = len(self.page().get("people", []))
            return redirect(
                f"{reverse('complaints:who')}{_editing(request)}#orang-{last if 'tambah' in request.POST else 1}"
            )
        if "cari" in request.POST:
            position = "".join(filter(str.isdecimal, request.POST["cari"]))[:3] or "0"
            return redirect(
                f"{reverse('complaints:who')}?cari={position}{_editing(request, '&')}#orang-{int(position) + 1}"
            )
        if "lewati" in request.POST:
            return redirect(f"complaints:{self.onward(request)}")
        return super().lead_on(request)


def _count(request: HttpRequest) -> int:
    """How many people the form had, as it says itself, within reason."""
    typed = request.POST.get("jumlah", "")
    return min(int(typed), MOST_PEOPLE) if typed.isdecimal() and len(typed) < 4 else 1


def _typed_person(request: HttpRequest, position: int, known: Directory) -> dict:
    typed = forms.Person.typed(request.POST, prefix=f"orang-{position}")
    if label := known.label_of(typed["agency"] or ""):
        typed["agency_text"] = label
    return typed


def _editing(request: HttpRequest, mark: str = "?") -> str:
    return f"{mark}ubah=1" if "ubah" in request.POST else ""


class When(Page):
    name = "when"

    def typed(self, request):
        known = territories()
        typed = forms.When.typed(request.POST, directory=known, at=self.at)
        if label := known.label_of(typed["territory"] or ""):
            typed["territory_text"] = label
        return typed

    def filled(self, *, checked):
        make = forms.When.checked if checked else forms.When.shown
        form = make(self.page(), directory=territories(), at=self.at, searched="cari" in self.request.GET)
        return {"forms": [form], "form": form, "none": forms.NONE_OF_THESE}

    def lead_on(self, request):
        if "cari" in request.POST:
            return redirect(f"{reverse('complaints:when')}?cari=1{_editing(request, '&')}#wilayah")
        return super().lead_on(request)


class Files(Page):
    """Files and links are taken in at once; only what was refused comes back, with the reason."""

    name = "evidence"

    def post(self, request):
        self.draft = drafts.begin(self.token, at=self.at)
        if tus.spoken(request):
            return begin_file(request, self.draft.access, by=self.draft.writer, name="complaints:draft_upload")
        if self._removed(request):
            return redirect(f"{reverse('complaints:evidence')}{_editing(request)}")
        refused = [] if "simpan" in request.POST else self._take_files(request)
        links = forms.readable(request.POST.get("tautan", ""))
        kept, wrong = (links, []) if "simpan" in request.POST else self._take_links(links)
        self.draft = drafts.save(self.token, self.name, {"links": kept}, at=self.at)
        if "simpan" in request.POST:
            return HttpResponse(status=204)
        if refused or wrong:
            return self.show(request, {**self.filled(checked=True), "refused": refused, "wrong": wrong}, status=422)
        if "unggah" in request.POST:
            return redirect(f"{reverse('complaints:evidence')}{_editing(request)}#berkas-diterima")
        return redirect(f"complaints:{self.onward(request)}")

    def filled(self, *, checked):
        return {"forms": [], "links": self.page().get("links", ""), **evidence_of(self.draft)}

    def _take_files(self, request: HttpRequest) -> list[tuple[str, str]]:
        refused = []
        for upload in request.FILES.getlist("berkas"):
            try:
                add_file(self.draft.access, upload=upload, by=self.draft.writer, at=self.at)
            except FileRefused as error:
                refused.append((forms.readable(upload.name or ""), str(error)))
        return refused

    def _take_links(self, text: str) -> tuple[str, list[str]]:
        left, wrong = [], []
        for line in filter(None, map(str.strip, text.splitlines())):
            try:
                if tells_a_code(line):
                    raise LinkRefused(REFUSED)
                add_link(self.draft.access, url=line, at=drafts.day_of(self.at))
            except LinkRefused as error:
                left.append(line)
                wrong.append(str(error))
        return "\n".join(left), list(dict.fromkeys(wrong))

    def _removed(self, request: HttpRequest) -> bool:
        file, link = request.POST.get("hapus", ""), request.POST.get("hapus_tautan", "")
        for evidence in self.draft.access.evidence.all():
            if str(evidence.pk) == file:
                remove(evidence, by=self.draft.writer, at=self.at)
        if link.isdecimal() and len(link) < 19:
            self.draft.access.links.filter(pk=link).delete()
        return self._cancelled(request.POST.get("batal", "")) or bool(file or link)

    def _cancelled(self, key: str) -> bool:
        for upload in uploads.unfinished(self.draft.row.access_id):
            if str(upload.pk) == key:
                uploads.cancel(upload)
        return bool(key)


def evidence_of(draft: OpenDraft | None) -> dict:
    """The files and links that the draft has."""
    if draft is None:
        return {"files": [], "kept_links": [], "unfinished": []}
    mine = draft.row.access_id
    files = Evidence.objects.filter(access=mine).order_by("added_at", "name")
    links = Link.objects.filter(access=mine).order_by("pk")
    return {"files": list(files), "kept_links": list(links), "unfinished": list(uploads.unfinished(mine))}


class Contact(Page):
    name = "contact"

    def typed(self, request):
        return forms.Contact.typed(request.POST)

    def filled(self, *, checked):
        make = forms.Contact.checked if checked else forms.Contact.shown
        form = make(self.page() or {"mode": "CONFIDENTIAL"})
        return {
            "forms": [form],
            "form": form,
            "modes": [(m.value, n, forms.MODE_HINTS[m.value]) for m, n in forms.MODES],
        }
