"""Addresses of this room."""

from django.urls import path

from identity import views

app_name = "identity"

urlpatterns = [
    path("petugas/identitas/", views.requests, name="requests"),
    path("petugas/identitas/kunci/", views.key, name="key"),
    path("petugas/identitas/kunci/<int:pk>/bagi/", views.share, name="share"),
    path("petugas/identitas/<slug:reference>/", views.unsealing, name="unsealing"),
    path("petugas/identitas/<slug:reference>/grant/", views.grant, name="grant"),
    path("petugas/identitas/<slug:reference>/refuse/", views.refuse, name="refuse"),
    path("petugas/identitas/<slug:reference>/look/", views.look, name="look"),
    path("petugas/identitas/<slug:reference>/end/", views.end, name="end"),
]
