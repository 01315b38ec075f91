"""Addresses of this room."""

from django.urls import path

from evidence import uploading
from evidence.views import files, links, redacting, steps, viewer

app_name = "evidence"

urlpatterns = [
    path("petugas/unggah/<uuid:upload>/", uploading.upload, name="upload"),
    path("instansi/unggah/<uuid:upload>/", uploading.upload, name="agency_upload"),
    path("petugas/tautan/<int:link>/", links.shown, name="link"),
    path("petugas/tautan/<int:link>/sight/", links.sight, name="link-sight"),
    path("petugas/tautan/<int:link>/sightings/<int:sighting>/witness/", links.witness, name="link-witness"),
    path("petugas/bukti/<uuid:pk>/", viewer.evidence, name="evidence"),
    path("petugas/bukti/<uuid:pk>/berkas/", files.download, name="download"),
    path("petugas/bukti/<uuid:pk>/halaman/<int:page>/", files.page_picture, name="picture"),
    path("petugas/bukti/<uuid:pk>/putar/", files.play, name="play"),
    path("petugas/bukti/<uuid:pk>/asli/", files.original, name="original"),
    path("petugas/bukti/<uuid:pk>/samarkan/", redacting.redact, name="redact"),
    path("petugas/bukti/<uuid:pk>/samaran/<int:redaction>/", files.redacted, name="redacted"),
    path("petugas/bukti/<uuid:pk>/catatan/", viewer.note, name="note"),
    path("petugas/bukti/<uuid:pk>/periksa/", viewer.check, name="check"),
    path("petugas/bukti/<uuid:pk>/langkah/", steps.steps, name="steps"),
    path("petugas/bukti/<uuid:pk>/retry/", viewer.retry, name="retry"),
    path("instansi/bukti/<uuid:pk>/berkas/", files.download, name="agency_download"),
]
