"""The addresses of this room; they come before the desk's, whose reports and cases are named by a reference."""

from django.urls import path

from persons.views import bulk, conflicts, merging, people

app_name = "persons"
CASE = "petugas/perkara/<slug:reference>/"
RESPONDENT = f"{CASE}respondents/<int:respondent>/"

urlpatterns = [
    path("petugas/orang/", people.people, name="people"),
    path("petugas/orang/<int:person>/", people.person, name="person"),
    path("petugas/orang/<int:person>/decide/", people.decide, name="decide"),
    path("petugas/orang/<int:person>/kaitan/<int:verdict>/part/", people.part, name="part"),
    path(f"{RESPONDENT}orang/", people.of_respondent, name="of_respondent"),
    path(f"{RESPONDENT}merge/", merging.merge, name="merge_respondent"),
    path(f"{RESPONDENT}unmerge/", merging.unmerge, name="unmerge_respondent"),
    path("petugas/perkara/pindah/", bulk.transfer, name="transfer"),
    path("petugas/laporan/gerombol/", bulk.crowd_list, name="crowds"),
    path("petugas/borongan/<int:batch>/", bulk.batch, name="batch"),
    path("petugas/borongan/<int:batch>/csv/", bulk.table, name="batch-csv"),
    path("petugas/benturan/", conflicts.overview, name="conflicts"),
    path("petugas/benturan/nip/", conflicts.number, name="number"),
    path("petugas/benturan/nip-petugas/", conflicts.others_number, name="others-number"),
    path("petugas/benturan/hubungan/", conflicts.tie, name="tie"),
    path("petugas/benturan/hubungan/<int:tie>/hapus/", conflicts.untie, name="untie"),
    path("petugas/benturan/<int:conflict>/lift/", conflicts.lift, name="lift"),
    path("petugas/laporan/<slug:reference>/benturan/", conflicts.declare, {"kind": "laporan"}, "declare-complaint"),
    path(f"{CASE}benturan/", conflicts.declare, {"kind": "perkara"}, "declare-case"),
]
