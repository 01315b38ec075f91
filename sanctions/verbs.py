"""The verbs of a recommendation, and of a case those that touch recommendations: follow_up, close and transfer."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investigations.verbs import Transfer
from law.models import Sanction
from sanctions import actions
from sanctions.models import Escalation
from workflow.verbs import NoDetails, Verb

TEXT = 10_000


class Reason(NoDetails):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea, max_length=TEXT)


class Note(NoDetails):
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, max_length=TEXT)


class OptionalNote(NoDetails):
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, max_length=TEXT, required=False)


class Rebuttal(NoDetails):
    note = forms.CharField(
        label=_("Sanggahan"),
        help_text=_("Otoritas pengawas membaca alasan ini."),
        widget=forms.Textarea,
        max_length=TEXT,
    )


class Decree(NoDetails):
    decree_number = forms.CharField(label=_("Nomor keputusan"), max_length=80)
    decree_date = forms.DateField(label=_("Tanggal keputusan"), widget=forms.DateInput(attrs={"type": "date"}))
    sanction = forms.ModelChoiceField(
        Sanction.objects.order_by("order"),
        label=_("Sanksi yang dijatuhkan"),
        error_messages={"invalid_choice": _("Sanksi itu tidak ada dalam daftar.")},
    )

    def clean_decree_date(self):
        day = self.cleaned_data["decree_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum terjadi. Periksa tahunnya."))
        return day


class Step(NoDetails):
    step = forms.ChoiceField(label=_("Langkah"), choices=Escalation.Step.choices)


VERBS = [
    Verb("submit", actions.submit, _("Ajukan telaah"), main=True),
    Verb("approve", actions.approve, _("Setujui"), main=True),
    Verb("send_back", actions.send_back, _("Kembalikan ke konsep"), Note),
    Verb("issue", actions.issue, _("Terbitkan"), main=True),
    Verb("acknowledge", actions.acknowledge, _("Nyatakan sudah dibaca"), main=True),
    Verb("implement", actions.implement, _("Catat keputusan"), Decree, main=True),
    Verb("rebut", actions.rebut, _("Ajukan sanggahan"), Rebuttal),
    Verb("uphold", actions.uphold, _("Tetapkan rekomendasi"), Note),
    Verb("supersede", actions.supersede, _("Ganti rekomendasi"), Note),
    Verb("verify", actions.verify, _("Verifikasi tindak lanjut"), OptionalNote, main=True),
    Verb("contest", actions.contest, _("Kembalikan ke instansi"), Note),
    Verb("escalate", actions.escalate, _("Naikkan jenjang"), Step),
    Verb("moot", actions.moot, _("Nyatakan gugur"), Reason),
]

CASE_VERBS = [
    Verb("follow_up", actions.follow_up, _("Susun rekomendasi"), main=True),
    Verb("close", actions.close, _("Tutup perkara"), Reason, main=True),
    Verb("moot", actions.moot_case, _("Nyatakan gugur"), Reason),
    Verb("transfer", actions.transfer, _("Alihkan"), Transfer),
]
