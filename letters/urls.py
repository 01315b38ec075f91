"""The addresses of this room."""

from django.urls import path

from letters import verifying, views

app_name = "letters"

urlpatterns = [
    path("petugas/surat/<uuid:letter>/", views.show, name="show"),
    path("petugas/surat/<uuid:letter>/pdf/", views.pdf, name="pdf"),
    path("petugas/surat/<uuid:letter>/penyampaian/", views.deliver, name="deliver"),
    path("verifikasi/", verifying.ask, name="ask"),
    path("verifikasi/<str:code>/", verifying.verify, name="verify"),
]
