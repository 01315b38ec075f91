"""Addresses of this room: the report form, tracking, and the way out."""

from django.urls import path

from complaints.views import exits, public, sending, suggest, track, uploading

app_name = "complaints"
urlpatterns = [
    path("lapor/", public.What.as_view(), name="what"),
    path("lapor/siapa/", public.Who.as_view(), name="who"),
    path("lapor/kapan-di-mana/", public.When.as_view(), name="when"),
    path("lapor/bukti/", public.Files.as_view(), name="evidence"),
    path("lapor/bukti/<uuid:upload>/", uploading.of_draft, name="draft_upload"),
    path("lapor/kontak/", public.Contact.as_view(), name="contact"),
    path("lapor/periksa/", sending.Check.as_view(), name="check"),
    path("lapor/tunggu/", sending.Waiting.as_view(), name="wait"),
    path("lapor/tanda-terima/", sending.Receipt.as_view(), name="receipt"),
    path("lapor/lanjutkan/", sending.Resume.as_view(), name="resume"),
    path("lapor/hapus/", sending.Discard.as_view(), name="discard"),
    path("lapor/baru/", sending.Another.as_view(), name="another"),
    path("lapor/tutup/", exits.clear_traces, name="clear_traces"),
    path("lapor/wilayah.json", suggest.suggest_territories, name="suggest_territories"),
    path("lapor/instansi.json", suggest.suggest_agencies, name="suggest_agencies"),
    path("lacak/", track.Entry.as_view(), name="track"),
    path("lacak/pesan/", track.Write.as_view(), name="write"),
    path("lacak/bukti/", track.AddEvidence.as_view(), name="add_evidence"),
    path("lacak/bukti/<uuid:upload>/", uploading.of_report, name="report_upload"),
    path("lacak/jawab/", track.AnswerQuestion.as_view(), name="answer"),
    path("lacak/tarik/", track.Withdraw.as_view(), name="withdraw"),
    path("lacak/tutup/", track.leave, name="leave"),
    path("keluar-cepat/", exits.quick_exit, name="quick_exit"),
]
