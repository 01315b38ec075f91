"""Addresses of this room."""

from django.urls import path

from notifications import care_views, hook_views, views, wish_views

app_name = "notifications"


def _hooks(door: str) -> list:
    """The same behind two doors: the authority's and an agency's."""
    return [
        path(f"{door}/sambungan/", hook_views.show_list, {"door": door}, name=f"{door}-endpoints"),
        path(f"{door}/sambungan/<slug:reference>/", hook_views.show, {"door": door}, name=f"{door}-endpoint"),
        path(f"{door}/sambungan/<slug:reference>/approve/", hook_views.approve, {"door": door}),
        path(f"{door}/sambungan/<slug:reference>/refuse/", hook_views.refuse, {"door": door}),
        path(f"{door}/sambungan/<slug:reference>/end/", hook_views.end, {"door": door}),
    ]


urlpatterns = [
    path("pemberitahuan/", views.show_list, name="list"),
    path("pemberitahuan/baru/", views.new, name="new"),
    path("pemberitahuan/dilihat/", views.see, name="see"),
    path("pemberitahuan/pengaturan/", wish_views.settings, name="settings"),
    path("pemberitahuan/pengganti/", wish_views.stand_in, name="stand_in"),
    path("pemberitahuan/pengganti/<slug:reference>/akhiri/", wish_views.end, name="end_stand_in"),
    path("petugas/belum-dilihat/", care_views.show_unseen, name="unseen"),
    path("petugas/sistem/pengiriman/", care_views.show_undelivered, name="undelivered"),
    path("petugas/sistem/pengiriman/<slug:place>/<int:row>/retry/", care_views.retry, name="retry"),
    path("petugas/sistem/pengiriman/<slug:place>/<int:row>/drop/", care_views.drop, name="drop"),
    *_hooks("petugas"),
    *_hooks("instansi"),
]
