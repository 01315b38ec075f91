"""Addresses of this room."""

from django.urls import path

from identity import views

app_name = "identity"

urlpatterns = [
    path("petugas/identitas/", views.requests, name="requests"),
    path("petugas/identitas/kunci/", views.key, name="key"),
    path("petugas/identitas/kunci/<int:key>/bagi/", views.share, name="share"),
    path("petugas/identitas/<slug:unsealing>/", views.detail, name="unsealing"),
    path("petugas/identitas/<slug:unsealing>/grant/", views.grant, name="grant"),
    path("petugas/identitas/<slug:unsealing>/refuse/", views.refuse, name="refuse"),
    path("petugas/identitas/<slug:unsealing>/look/", views.look, name="look"),
    path("petugas/identitas/<slug:unsealing>/end/", views.end, name="end"),
]
