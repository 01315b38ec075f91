"""The addresses of this room: /tanggapan/ for whoever is invited, and the pages of officers."""

from django.urls import path

from hearings.views import inviting, outcomes, public, records

app_name = "hearings"
CASE, REPORT = "petugas/perkara/<slug:reference>/", "petugas/laporan/<slug:reference>/"

urlpatterns = [
    path("tanggapan/", public.Entry.as_view(), name="entry"),
    path("tanggapan/jawab/", public.Submit.as_view(), name="submit"),
    path("tanggapan/waktu/", public.AskForTime.as_view(), name="wish"),
    path("tanggapan/wakil/", public.NameSpeaker.as_view(), name="speaker"),
    path("tanggapan/benar/<int:record>/", public.Confirm.as_view(), name="confirm"),
    path("tanggapan/tanda-terima/<slug:answer>/", public.receipt, name="receipt"),
    path("tanggapan/tanda-terima/<slug:answer>/teks/", public.paper, name="paper"),
    path("tanggapan/lampiran/<int:enclosure>/", public.enclosure, name="enclosure"),
    path("tanggapan/tutup/", public.leave, name="leave"),
    path(f"{CASE}undangan/", inviting.invite, name="invite"),
    path(f"{CASE}undangan/<slug:invitation>/", inviting.shown, name="invitation"),
    path(f"{CASE}undangan/<slug:invitation>/kode/", inviting.code, name="code"),
    path(f"{CASE}undangan/<slug:invitation>/tidak-hadir/", inviting.note, {"what": "absence"}, name="absence"),
    path(f"{CASE}undangan/<slug:invitation>/minta-waktu/", inviting.note, {"what": "wish"}, name="note_wish"),
    path(f"{CASE}undangan/<slug:invitation>/beri-waktu/", inviting.note, {"what": "decision"}, name="decision"),
    path(f"{CASE}undangan/<slug:invitation>/wakil/", inviting.note, {"what": "representation"}, name="representation"),
    path(f"{CASE}undangan/<slug:invitation>/salinan/", inviting.enclose, name="enclose"),
    path(f"{CASE}undangan/<slug:invitation>/salinan/<int:enclosure>/tarik/", inviting.withdraw, name="withdraw"),
    path(f"{CASE}berita-acara/", records.write, name="write"),
    path(f"{CASE}berita-acara/<slug:record>/<int:version>/", records.shown, name="record"),
    path(f"{CASE}berita-acara/<slug:record>/<int:version>/perbaiki/", records.correct, name="correct"),
    path(f"{CASE}berita-acara/<slug:record>/<int:version>/tanda-tangan/", records.sign, name="sign"),
    path(f"{CASE}terlapor/<int:respondent>/tidak-terbukti/", outcomes.acquit, name="acquit"),
    path(f"{REPORT}tidak-benar/", outcomes.false_report, {"what": "propose"}, name="propose_false"),
    path(f"{REPORT}tidak-benar/benarkan/", outcomes.false_report, {"what": "confirm"}, name="confirm_false"),
    path(f"{REPORT}tidak-benar/batalkan/", outcomes.false_report, {"what": "drop"}, name="drop_false"),
]
