"""Addresses of this room."""

from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("pemberitahuan/", views.show_list, name="list"),
    path("pemberitahuan/baru/", views.new, name="new"),
    path("pemberitahuan/dilihat/", views.see, name="see"),
]
