"""Addresses of this room: the pages of an agency, and the authority's ladder. A verb, its view and its address have one name."""

from django.urls import path

from sanctions.views import agency, desk, issuing

app_name = "sanctions"

urlpatterns = [
    path("petugas/eskalasi/", desk.ladder, name="ladder"),
    path("petugas/rekomendasi/<slug:reference>/versi/", desk.versions, name="versions"),
    path("petugas/perkara/<slug:reference>/terbitkan/", issuing.issue_together, name="issue-together"),
    path("instansi/", agency.show_list, name="list"),
    path("instansi/rekomendasi/<slug:reference>/", agency.show, name="show"),
    path("instansi/tembusan/<slug:reference>/", agency.show_copy, name="copy"),
    path("instansi/rekomendasi/<slug:reference>/surat/", agency.show_letter, name="letter"),
    path("instansi/rekomendasi/<slug:reference>/acknowledge/", agency.acknowledge, name="acknowledge"),
    path("instansi/rekomendasi/<slug:reference>/implement/", agency.implement, name="implement"),
    path("instansi/rekomendasi/<slug:reference>/rebut/", agency.rebut, name="rebut"),
    path("instansi/rekomendasi/<slug:reference>/convene/", agency.convene, name="convene"),
    path("instansi/rekomendasi/<slug:reference>/appeal/", agency.appeal, name="appeal"),
    path("instansi/rekomendasi/<slug:reference>/settle/", agency.settle, name="settle"),
    path("instansi/rekomendasi/<slug:reference>/disclose/", agency.disclose, name="disclose"),
    path("instansi/rekomendasi/<slug:reference>/berkas/", agency.add_decree_file, name="file"),
    path("instansi/rekomendasi/<slug:reference>/lampiran/<int:annex>/", agency.annex, name="annex"),
]
