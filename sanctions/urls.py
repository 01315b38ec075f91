"""Addresses of this room: the pages of an agency. A verb, its view and its address have one name."""

from django.urls import path

from sanctions.views import agency

app_name = "sanctions"

urlpatterns = [
    path("instansi/", agency.show_list, name="list"),
    path("instansi/rekomendasi/<slug:reference>/", agency.show, name="show"),
    path("instansi/rekomendasi/<slug:reference>/surat/", agency.show_letter, name="letter"),
    path("instansi/rekomendasi/<slug:reference>/acknowledge/", agency.acknowledge, name="acknowledge"),
    path("instansi/rekomendasi/<slug:reference>/implement/", agency.implement, name="implement"),
    path("instansi/rekomendasi/<slug:reference>/rebut/", agency.rebut, name="rebut"),
    path("instansi/rekomendasi/<slug:reference>/berkas/", agency.add_decree_file, name="file"),
    path("instansi/rekomendasi/<slug:reference>/lampiran/<int:annex>/", agency.annex, name="annex"),
]
