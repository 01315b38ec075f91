"""Addresses of this room."""

from django.urls import path

from search import views

urlpatterns = [path("petugas/cari/", views.search, name="search")]
