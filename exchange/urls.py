"""The addresses of this room."""

from django.urls import path

from exchange import views
from exchange.models import Batch

app_name = "exchange"
CASES, REFERRALS = {"kind": Batch.Kind.CASES}, {"kind": Batch.Kind.REFERRALS}

urlpatterns = [
    path("petugas/impor/", views.uploads, CASES, name="cases"),
    path("petugas/impor/<slug:batch>/", views.batch, CASES, name="cases-batch"),
    path("petugas/rujukan/", views.uploads, REFERRALS, name="referrals"),
    path("petugas/rujukan/<slug:batch>/", views.batch, REFERRALS, name="referrals-batch"),
    path("petugas/ekspor/", views.exports, name="exports"),
    path("petugas/ekspor/sanksi/<slug:form>/", views.sanctions, name="sanctions"),
    path("petugas/skema/<slug:name>/", views.schema, name="schema"),
]
