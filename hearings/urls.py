"""The addresses of this room: /tanggapan/ for whoever is invited, and the pages of officers."""

from django.urls import path

from hearings.views import public

app_name = "hearings"

urlpatterns = [
    path("tanggapan/", public.Entry.as_view(), name="entry"),
    path("tanggapan/jawab/", public.Submit.as_view(), name="submit"),
    path("tanggapan/waktu/", public.AskForTime.as_view(), name="wish"),
    path("tanggapan/wakil/", public.NameSpeaker.as_view(), name="speaker"),
    path("tanggapan/benar/<int:record>/", public.Confirm.as_view(), name="confirm"),
    path("tanggapan/tanda-terima/<slug:answer>/", public.receipt, name="receipt"),
    path("tanggapan/tanda-terima/<slug:answer>/teks/", public.paper, name="paper"),
    path("tanggapan/tutup/", public.leave, name="leave"),
]
