"""The addresses of this room."""

from django.urls import path

from worklists.views import bulk, filters, rules

app_name = "worklists"
urlpatterns = [
    path("petugas/saringan/", filters.overview, name="filters"),
    path("petugas/saringan/baru/", filters.create, name="filter-new"),
    path("petugas/saringan/<int:sieve>/", filters.edit, name="filter-edit"),
    path("petugas/saringan/<int:sieve>/hapus/", filters.delete, name="filter-delete"),
    path("petugas/sekaligus/", bulk.overview, name="bulk"),
    path("petugas/sekaligus/<int:bulk_run>/", bulk.run, name="bulk-run"),
    path("petugas/sekaligus/<int:bulk_run>/jalankan/", bulk.confirm, name="bulk-confirm"),
    path("petugas/sekaligus/<int:bulk_run>/batalkan/", bulk.cancel, name="bulk-cancel"),
    path("petugas/sekaligus/<int:bulk_run>/ulangi/", bulk.retry, name="bulk-retry"),
    path("petugas/penyaluran/", rules.overview, name="rules"),
    path("petugas/penyaluran/aturan/", rules.rule, name="rule-new"),
    path("petugas/penyaluran/aturan/<int:routing>/", rules.rule, name="rule"),
    path("petugas/penyaluran/aturan/<int:routing>/hapus/", rules.rule_delete, name="rule-delete"),
    path("petugas/penyaluran/tim/", rules.team, name="team-new"),
    path("petugas/penyaluran/tim/<int:team>/", rules.team, name="team"),
    path("petugas/penyaluran/ketidakhadiran/", rules.absence, name="absence"),
    path("petugas/penyaluran/ketidakhadiran/<int:absence>/hapus/", rules.absence_delete, name="absence-delete"),
]
