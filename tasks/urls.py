"""The addresses of this room."""

from django.urls import path

from tasks import views

app_name = "tasks"

urlpatterns = [
    path("petugas/tugas/", views.own, name="own"),
    path("petugas/tugas/<int:task>/selesai/", views.finish, name="finish"),
    path("petugas/tugas/<int:task>/alihkan/", views.hand_on, name="hand_on"),
    path("petugas/perkara/<slug:reference>/tugas/", views.of, {"room": "perkara"}, name="of_case"),
    path("petugas/laporan/<slug:reference>/tugas/", views.of, {"room": "laporan"}, name="of_complaint"),
]
