"""Addresses of this room."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [
    path("petugas/bukti/<uuid:pk>/", views.evidence, name="evidence"),
    path("petugas/bukti/<uuid:pk>/berkas/", views.download, name="download"),
    path("petugas/bukti/<uuid:pk>/retry/", views.retry, name="retry"),
    path("instansi/bukti/<uuid:pk>/berkas/", views.download, name="agency_download"),
]
