"""What officers write about people, conflicts, merges and bulk: forms that only check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer, SupervisingAuthority
from complaints.forms import one_line
from investigations.models import Case, Respondent
from persons.models import Tie
from workflow.verbs import NoDetails

SHORT = 300


class IntoCase(NoDetails):
    """The case in which this one goes on."""

    into = forms.CharField(label=_("Digabung ke perkara"), help_text=_("Nomor perkara, misalnya KAS-26-7K3M9Q."))

    def clean_into(self):
        reference = self.cleaned_data["into"].strip().upper()
        target = Case.objects.visible_to(self.by).select_related("access").filter(reference=reference).first()
        if target is None:
            raise forms.ValidationError(_("Tidak ada perkara dengan nomor itu."))
        if target.pk == self.subject.pk:
            raise forms.ValidationError(_("Perkara tidak bisa digabung dengan dirinya sendiri."))
        if target.stage not in Case.WORKING:
            raise forms.ValidationError(
                _("Perkara itu ada di tahap %(stage)s. Gabungkan ke perkara yang masih diperiksa.")
                % {"stage": target.get_stage_display()}
            )
        return target


class IntoRespondent(forms.Form):
    """Whom of the same case this respondent turned out to be."""

    into = forms.ModelChoiceField(
        None,
        label=_("Orang yang sama dengan"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": _("Terlapor itu bukan bagian dari perkara ini.")},
    )

    def __init__(self, *args, respondent: Respondent, **kwargs):
        super().__init__(*args, **kwargs)
        others = Respondent.objects.filter(case=respondent.case_id).exclude(pk=respondent.pk)
        self.fields["into"].queryset = others.exclude(set_aside=Respondent.SetAside.MERGED).order_by("pk")


class Declare(forms.Form):
    """Who must not see it, and why. Only who decides on conflicts names somebody else."""

    officer = forms.ModelChoiceField(
        None,
        label=_("Petugas"),
        to_field_name="username",
        required=False,
        help_text=_("Kosongkan bila benturan itu ada pada Anda sendiri."),
        empty_label=_("Saya sendiri"),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=SHORT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca penyelia yang memutuskan benturan kepentingan."),
    )

    def __init__(self, *args, by, subject, others: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not others:
            del self.fields["officer"]
            return
        rows = Officer.objects.filter(is_active=True, authority=subject.access.authority_id).exclude(pk=by.pk)
        rows = rows.exclude(pk__in=subject.access.excluded.values("pk"))
        self.fields["officer"].queryset = rows.order_by("full_name", "pk")

    def clean_reason(self):
        return one_line(self.cleaned_data["reason"])


class Number(forms.Form):
    """The officer's own number."""

    nip = forms.CharField(
        label=_("NIP Anda"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("18 angka. Berkas yang menyangkut Anda tidak akan terlihat oleh Anda."),
    )


class OthersNumber(forms.Form):
    """Another officer's number, written or corrected by who decides on conflicts."""

    officer = forms.ModelChoiceField(None, label=_("Petugas"), to_field_name="username")
    nip = forms.CharField(
        label=_("NIP"), max_length=40, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Officer.objects.filter(is_active=True, authority=by.authority_id).exclude(pk=by.pk)
        self.fields["officer"].queryset = rows.order_by("full_name", "pk")


class NewTie(forms.Form):
    """A superior, a subordinate or a relative, by number."""

    nip = forms.CharField(
        label=_("NIP orang itu"), max_length=40, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("Hubungan"), choices=Tie.Kind.choices)


class Reason(forms.Form):
    """Why a conflict may be lifted."""

    reason = forms.CharField(label=_("Alasan pencabutan"), max_length=SHORT)


PROCESSED = [Case.Stage.EXAMINATION, Case.Stage.DELIBERATION, Case.Stage.DECIDED, Case.Stage.FOLLOW_UP]
UNPROCESSED = [Case.Stage.OPEN, Case.Stage.CLARIFICATION]


class BulkTransfer(forms.Form):
    """Where processed files go and where the others; at least one of the two."""

    processed = forms.ModelChoiceField(
        None,
        label=_("Perkara yang sudah diproses ke"),
        required=False,
        empty_label=_("tidak dialihkan"),
        help_text=_("Tahap pemeriksaan, pleno, diputus, dan tindak lanjut."),
    )
    unprocessed = forms.ModelChoiceField(
        None,
        label=_("Perkara yang belum diproses ke"),
        required=False,
        empty_label=_("tidak dialihkan"),
        help_text=_("Tahap dibuka dan klarifikasi."),
    )
    stage = forms.ChoiceField(label=_("Hanya tahap"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=SHORT, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = SupervisingAuthority.objects.exclude(pk=by.authority_id).order_by("code")
        self.fields["processed"].queryset = self.fields["unprocessed"].queryset = bodies
        stages = [(stage.value, stage.label) for stage in [*UNPROCESSED, *PROCESSED]]
        self.fields["stage"].choices = [("", _("Semua tahap")), *stages]

    def clean(self):
        facts = super().clean()
        if not facts.get("processed") and not facts.get("unprocessed"):
            raise forms.ValidationError(_("Pilih otoritas tujuan untuk sedikitnya satu kelompok."))
        return facts
