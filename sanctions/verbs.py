"""The verbs of a recommendation, and of a case those that touch recommendations: follow_up, close and transfer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investigations.verbs import Moot, Transfer
from law.models import Sanction
from sanctions import actions
from sanctions.models import Escalation, Examination, Objection
from workflow.verbs import NoDetails, Verb

TEXT = 10_000
Day = forms.DateInput(attrs={"type": "date"})


class Reason(NoDetails):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea, max_length=TEXT)


class Note(NoDetails):
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, max_length=TEXT)


class Issue(NoDetails):
    cc = forms.CharField(
        label=_("Tembusan"),
        help_text=_("Satu baris untuk satu penerima. Boleh kosong."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def clean_cc(self):
        return [line.strip() for line in self.cleaned_data["cc"].splitlines() if line.strip()]


class OptionalNote(NoDetails):
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, max_length=TEXT, required=False)


class Rebuttal(NoDetails):
    note = forms.CharField(
        label=_("Sanggahan"),
        help_text=_("Otoritas pengawas membaca alasan ini."),
        widget=forms.Textarea,
        max_length=TEXT,
    )
    letter_number = forms.CharField(label=_("Nomor surat sanggahan"), max_length=80, required=False)
    letter_date = forms.DateField(label=_("Tanggal surat sanggahan"), widget=Day, required=False)


class Decree(NoDetails):
    """Number, date and sanction, or that none is imposed; everything else makes it clearer and may stay empty."""

    decree_number = forms.CharField(label=_("Nomor keputusan"), max_length=80)
    decree_date = forms.DateField(label=_("Tanggal keputusan"), widget=Day)
    official = forms.CharField(label=_("Pejabat yang menandatangani"), max_length=160, required=False)
    sanction = forms.ModelChoiceField(
        Sanction.objects.order_by("order"),
        label=_("Sanksi yang dijatuhkan"),
        error_messages={"invalid_choice": _("Sanksi itu tidak ada dalam daftar.")},
    )
    none = forms.BooleanField(label=_("Tidak ada sanksi yang dijatuhkan"), required=False)
    received = forms.DateField(
        label=_("Diterima pegawai"), help_text=_("Hari keputusan diserahkan."), widget=Day, required=False
    )
    effective = forms.DateField(
        label=_("Mulai berlaku"),
        help_text=_("Bila kosong: hari kerja ke-15 sejak diterima pegawai."),
        widget=Day,
        required=False,
    )
    months = forms.IntegerField(
        label=_("Lama dalam bulan"),
        help_text=_("Isi bila berbeda dari bentuk sanksinya."),
        min_value=1,
        max_value=120,
        required=False,
    )
    explanation = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Bila sanksinya berbeda dari rekomendasi: mengapa."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get("none") in ("on", "true", "True", True):
            for name in ("decree_number", "decree_date", "sanction"):
                self.fields[name].required = False
            self.fields["explanation"].required = True

    def clean_decree_date(self):
        day = self.cleaned_data["decree_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum terjadi. Periksa tahunnya."))
        return day

    def clean(self):
        facts = super().clean()
        if facts.pop("none", False):
            facts["sanction"] = facts["months"] = None
        return facts


class Convening(NoDetails):
    kind = forms.ChoiceField(label=_("Yang dibentuk"), choices=Examination.Kind.choices)
    formed_on = forms.DateField(label=_("Tanggal dibentuk"), widget=Day)
    decree_number = forms.CharField(label=_("Nomor keputusan pembentukan"), max_length=80, required=False)


class Appeal(NoDetails):
    kind = forms.ChoiceField(label=_("Upaya"), choices=Objection.Kind.choices)
    filed_on = forms.DateField(label=_("Tanggal diajukan"), widget=Day)
    body = forms.CharField(label=_("Diajukan kepada"), max_length=160)


class Settlement(NoDetails):
    outcome = forms.ChoiceField(label=_("Putusan"), choices=Objection.Result.choices)
    decided_on = forms.DateField(label=_("Tanggal putusan"), widget=Day)
    decision_number = forms.CharField(label=_("Nomor putusan"), max_length=80, required=False)
    sanction = forms.ModelChoiceField(
        Sanction.objects.order_by("order"),
        label=_("Sanksi menurut putusan"),
        help_text=_("Hanya bila sanksinya diubah."),
        required=False,
        empty_label=_("Pilih sanksi"),
        error_messages={"invalid_choice": _("Sanksi itu tidak ada dalam daftar.")},
    )
    note = forms.CharField(
        label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT, required=False
    )

    def clean(self):
        facts = super().clean()
        if facts.get("outcome") == Objection.Result.CHANGED and not facts.get("sanction"):
            self.add_error("sanction", _("Pilih sanksi menurut putusan itu."))
        return facts


class Step(NoDetails):
    step = forms.ChoiceField(label=_("Langkah"), choices=Escalation.Step.choices)


VERBS = [
    Verb("submit", actions.submit, _("Ajukan telaah"), main=True),
    Verb("approve", actions.approve, _("Setujui"), main=True),
    Verb("send_back", actions.send_back, _("Kembalikan ke konsep"), Note),
    Verb("issue", actions.issue, _("Terbitkan"), Issue, main=True),
    Verb("acknowledge", actions.acknowledge, _("Nyatakan sudah dibaca"), main=True),
    Verb("implement", actions.implement, _("Catat keputusan"), Decree, main=True),
    Verb("rebut", actions.rebut, _("Ajukan sanggahan"), Rebuttal),
    Verb("uphold", actions.uphold, _("Tetapkan rekomendasi"), Note),
    Verb("supersede", actions.supersede, _("Ganti rekomendasi"), Note),
    Verb("verify", actions.verify, _("Verifikasi tindak lanjut"), OptionalNote, main=True),
    Verb("contest", actions.contest, _("Kembalikan ke instansi"), Note),
    Verb("escalate", actions.escalate, _("Naikkan jenjang"), Step),
    Verb("convene", actions.convene, _("Catat tim pemeriksa"), Convening),
    Verb("appeal", actions.appeal, _("Catat keberatan atau banding"), Appeal),
    Verb("settle", actions.settle, _("Catat putusan keberatan"), Settlement),
    Verb("unblock", actions.unblock, _("Buka blokir data"), Reason),
    Verb("withhold", actions.withhold, _("Tangguhkan dari BKD"), Reason),
    Verb("disclose", actions.disclose, _("Buka untuk BKD")),
    Verb("moot", actions.moot, _("Nyatakan gugur"), Reason),
]

CASE_VERBS = [
    Verb("follow_up", actions.follow_up, _("Susun rekomendasi"), main=True),
    Verb("close", actions.close, _("Tutup perkara"), Reason, main=True),
    Verb("moot", actions.moot_case, _("Nyatakan gugur"), Moot),
    Verb("transfer", actions.transfer, _("Alihkan"), Transfer),
]
