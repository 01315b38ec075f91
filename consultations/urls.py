"""The addresses of this room."""

from django.urls import path

from consultations import views

app_name = "consultations"

urlpatterns = [
    path("petugas/konsultasi/", views.consultations, name="consultations"),
    path("petugas/konsultasi/<slug:reference>/", views.consultation, name="consultation"),
    path("petugas/konsultasi/<slug:reference>/berkas/", views.attach, name="attach"),
    path("petugas/konsultasi/<slug:reference>/tarik/", views.recall, name="recall"),
    path("petugas/perkara/<slug:reference>/konsultasi/", views.ask, {"room": "perkara"}, name="of_case"),
    path("petugas/laporan/<slug:reference>/konsultasi/", views.ask, {"room": "laporan"}, name="of_complaint"),
]
