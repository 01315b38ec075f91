"""The addresses of this room."""

from django.urls import path

from letters import views

app_name = "letters"

urlpatterns = [
    path("petugas/surat/<uuid:pk>/", views.show, name="show"),
    path("petugas/surat/<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("verifikasi/", views.ask, name="ask"),
    path("verifikasi/<str:code>/", views.verify, name="verify"),
]
