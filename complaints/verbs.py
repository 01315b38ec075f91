"""The verbs of a complaint that this room owns, with the forms that check their details for page and API alike."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import actions
from complaints.models import Complaint
from workflow.verbs import NoDetails, Verb

TEXT = 10_000  # characters of an officer's or reporter's text


class Questions(NoDetails):
    questions = forms.CharField(
        label=_("Yang perlu dilengkapi"),
        help_text=_("Pelapor membacanya di halaman lacak dan menjawab di sana."),
        widget=forms.Textarea,
        max_length=TEXT,
    )


class Reason(NoDetails):
    reason = forms.CharField(
        label=_("Alasan"), help_text=_("Pelapor membaca alasan ini."), widget=forms.Textarea, max_length=TEXT
    )


class Forward(Reason):
    to = forms.CharField(
        label=_("Diteruskan ke"), help_text=_("Nama atau kode instansi yang berwenang."), max_length=160
    )
    field_order = ["to", "reason"]


class Answer(NoDetails):
    text = forms.CharField(label=_("Jawaban Anda"), widget=forms.Textarea, max_length=TEXT, required=False)


class Withdrawal(NoDetails):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea, max_length=TEXT, required=False)


class Merge(NoDetails):
    into = forms.CharField(label=_("Digabung ke laporan"), help_text=_("Nomor laporan, misalnya LAP-26-7K3M9Q."))

    def clean_into(self):
        reference = self.cleaned_data["into"].strip().upper()
        target = Complaint.objects.visible_to(self.by).filter(reference=reference).first()
        if target is None:
            raise forms.ValidationError(_("Tidak ada laporan dengan nomor itu."))
        if target.pk == self.subject.pk:
            raise forms.ValidationError(_("Laporan tidak bisa digabung dengan dirinya sendiri."))
        if target.stage == Complaint.Stage.MERGED:
            raise forms.ValidationError(
                _("Laporan itu sendiri sudah digabung ke %(reference)s.") % {"reference": target.merged_into.reference}
            )
        if target.stage not in actions.LIVING:
            raise forms.ValidationError(
                _("Laporan itu sudah berakhir: %(stage)s. Yang digabung ke sana ikut berakhir.")
                % {"stage": target.get_stage_display().lower()}
            )
        return target


VERBS = [
    Verb("verify", actions.verify, _("Mulai verifikasi"), main=True),
    Verb("request_completion", actions.request_completion, _("Minta kelengkapan"), Questions),
    Verb("reject", actions.reject, _("Tidak lanjutkan"), Reason),
    Verb("forward", actions.forward, _("Teruskan"), Forward),
    Verb("merge", actions.merge, _("Gabungkan"), Merge),
    Verb("resubmit", actions.resubmit, _("Kirim jawaban"), Answer, main=True),
    Verb("withdraw", actions.withdraw, _("Tarik laporan"), Withdrawal),
]
