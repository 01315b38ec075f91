"""The addresses of this room."""

from django.urls import path

from clearance import views

app_name = "clearance"

urlpatterns = [
    path("petugas/keterangan/", views.ask, name="ask"),
    path("petugas/keterangan/penanya/", views.askers, name="askers"),
    path("petugas/keterangan/<slug:inquiry>/", views.inquiry, name="inquiry"),
    path("petugas/keterangan/<slug:inquiry>/surat/", views.letter, name="letter"),
]
