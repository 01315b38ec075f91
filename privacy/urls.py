"""The addresses of this room: retention, disposal, holds."""

from django.urls import path

from privacy import views

app_name = "privacy"

urlpatterns = [
    path("petugas/retensi/", views.show, name="list"),
    path("petugas/retensi/usul/", views.propose, name="propose"),
    path("petugas/retensi/daftar/<slug:disposal>/", views.show_disposal, name="disposal"),
    path("petugas/retensi/daftar/<slug:disposal>/review/", views.review, name="review"),
    path("petugas/retensi/daftar/<slug:disposal>/refuse/", views.refuse, name="refuse"),
    path("petugas/retensi/tahan/<slug:kind>/<slug:reference>/", views.hold, name="hold"),
    path("petugas/retensi/penahanan/<int:hold>/ask_lift/", views.ask_lift, name="ask_lift"),
    path("petugas/retensi/penahanan/<int:hold>/lift/", views.lift, name="lift"),
]
