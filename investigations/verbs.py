"""The verbs of a case that this room owns, and `accept`, which makes a case of a complaint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer, SupervisingAuthority
from investigations import actions
from investigations.models import Case, Conclusion
from law.models import Violation
from workflow.verbs import NoDetails, Verb

TEXT = 10_000


class Note(NoDetails):
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, max_length=TEXT, required=False)


class Reason(NoDetails):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea, max_length=TEXT)


class Accept(NoDetails):
    case = forms.CharField(
        label=_("Gabung ke perkara"),
        help_text=_("Kosongkan untuk membuka perkara baru."),
        required=False,
    )

    def clean_case(self):
        reference = self.cleaned_data["case"].strip().upper()
        if not reference:
            return None
        case = Case.objects.visible_to(self.by).filter(reference=reference).first()
        if case is None:
            raise forms.ValidationError(_("Tidak ada perkara dengan nomor itu."))
        if case.stage not in Case.WORKING:
            raise forms.ValidationError(
                _("Perkara itu sudah sampai tahap %(stage)s.") % {"stage": case.get_stage_display()}
            )
        return case


IN_CONFLICT = _("Petugas ini punya benturan kepentingan dengan perkara ini. Pilih petugas lain.")


class Assign(NoDetails):
    to = forms.ModelChoiceField(
        Officer.objects.none(),
        label=_("Pemeriksa"),
        to_field_name="username",
        error_messages={"invalid_choice": _("Tidak ada pemeriksa dengan nama itu.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = assignable_to(self.subject)
        if self.subject.access.excluded.filter(username=str(self["to"].value() or "")).exists():
            self.fields["to"].error_messages["invalid_choice"] = IN_CONFLICT


def assignable_to(case: Case):
    """Active officers of the case's authority who may examine and are not excluded from the case."""
    people = Officer.objects.filter(is_active=True, authority=case.access.authority_id, roles__rights__isnull=False)
    able = [o.pk for o in people.distinct().prefetch_related("roles") if o.may("case.finding")]
    return Officer.objects.filter(pk__in=able).exclude(pk__in=case.access.excluded.values("pk")).order_by("full_name")


class Codes(forms.CheckboxSelectMultiple):
    """Boxes on a page, codes with commas between them in a call."""

    def value_from_datadict(self, data, files, name):
        if hasattr(data, "getlist"):
            return data.getlist(name)
        return [code.strip() for code in data.get(name, "").split(",") if code.strip()]


class Ballot(NoDetails):
    respondent = forms.ModelChoiceField(
        None, label=_("Terlapor"), error_messages={"invalid_choice": _("Terlapor itu bukan bagian dari perkara ini.")}
    )
    conclusion = forms.ChoiceField(label=_("Putusan Anda"), choices=Conclusion.choices, widget=forms.RadioSelect)
    violations = forms.MultipleChoiceField(
        label=_("Pelanggaran yang menurut Anda terbukti"),
        help_text=_("Tanpa centang: semua yang menurut temuan pemeriksa terbukti."),
        required=False,
        widget=Codes,
        error_messages={"invalid_choice": _("Pelanggaran itu tidak dituduhkan dalam perkara ini.")},
    )
    reasons = forms.CharField(label=_("Pertimbangan"), widget=forms.Textarea, max_length=TEXT, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["respondent"].queryset = self.subject.respondents.filter(set_aside="")
        alleged = Violation.objects.filter(allegation__respondent__in=self._asked_about()).distinct().order_by("order")
        self.fields["violations"].choices = [(row.code, f"{row.code} {row.label}") for row in alleged]

    def _asked_about(self):
        """The one whom the page's link names, else everybody in question."""
        people, named = self.fields["respondent"].queryset, str(self.initial.get("respondent", ""))
        return people.filter(pk=named) if named.isascii() and named.isdigit() and len(named) < 19 else people

    def clean(self):
        facts = super().clean()
        if facts.get("conclusion") == Conclusion.NOT_PROVEN and facts.get("violations"):
            self.add_error("violations", _("Tidak ada yang dicentang bila putusan Anda tidak terbukti."))
        return facts


class Moot(Reason):
    """A case ends so only when everybody in it is set aside: who is not yet is set aside by it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        left = self.subject.respondents.filter(set_aside="") if self.subject.stage in Case.UNDECIDED else ()
        if names := ", ".join(str(person) for person in left):
            self.fields["reason"].help_text = _("Ikut dikesampingkan: %(names)s.") % {"names": names}


class Transfer(Reason):
    to = forms.ModelChoiceField(
        SupervisingAuthority.objects.order_by("code"),
        label=_("Dialihkan ke"),
        error_messages={"invalid_choice": _("Otoritas itu tidak dikenal.")},
    )
    field_order = ["to", "reason"]


ACCEPT = Verb("accept", actions.accept, _("Lanjutkan menjadi perkara"), Accept, main=True)

VERBS = [
    Verb("assign", actions.assign, _("Tugaskan"), Assign),
    Verb("clarify", actions.clarify, _("Minta klarifikasi"), Note),
    Verb("examine", actions.examine, _("Mulai pemeriksaan"), Note, main=True),
    Verb("deliberate", actions.deliberate, _("Kirim ke pleno"), Note, main=True),
    Verb("vote", actions.vote, _("Beri suara"), Ballot, main=True),
    Verb("decide", actions.decide, _("Putuskan"), main=True),
    Verb("send_back", actions.send_back, _("Kembalikan ke pemeriksaan"), Note),
    Verb("moot", actions.moot, _("Nyatakan gugur"), Moot),
    Verb("transfer", actions.transfer, _("Alihkan"), Transfer),
    Verb("reopen", actions.reopen, _("Buka kembali"), Reason),
]
