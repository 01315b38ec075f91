"""The addresses of this room."""

from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("pimpinan/", views.dashboard, name="dashboard"),
    path("pimpinan/perkara/", views.behind, name="behind"),
    path("petugas/angka/", views.table, name="table"),
    path("petugas/angka/<slug:form>/", views.export, name="export"),
]
