"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import entering, links
from deploy import pages, probes, violations
from deploy.api import api

urlpatterns = [
    path("", pages.home, name="home"),
    path("perlindungan/", pages.protection, name="protection"),
    path("data-pribadi/", pages.personal_data, name="personal_data"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("masuk/", entering.sign_in, name="login"),
    path("keluar/", entering.sign_out, name="logout"),
    path("", include("accounts.urls")),
    path("petugas/akun-petugas/", include("accounts.people_urls", namespace="people")),
    path("instansi/petugas/", include("accounts.people_urls", namespace="agency_people")),
    path("undangan/", links.accept, name="accept"),
    path("undangan/<str:secret>/", links.link, name="link"),
    path("masuk/kehilangan-perangkat/", links.lost, name="lost_device"),
    path("", include("complaints.urls")),
    path("", include("persons.urls")),  # before the desk: some addresses would be taken for references
    path("", include("desk.urls")),
    path("", include("notifications.urls")),
    path("", include("sanctions.urls")),
    path("", include("search.urls")),
    path("", include("evidence.urls")),
    path("", include("identity.urls")),
    path("", include("letters.urls")),
    path("", include("hearings.urls")),
    path("", include("tasks.urls")),
    path("", include("consultations.urls")),
    path("", include("clearance.urls")),
    path("", include("figures.urls")),
    path("", include("exchange.urls")),
    path("", include("worklists.urls")),
    path("", include("privacy.urls")),
    path("api/v1/", api.urls),
    path("sistem/login/", RedirectView.as_view(pattern_name="login", query_string=True)),  # one door for everybody
    path("sistem/", admin.site.urls),
    path("csp/", violations.report, name="violations"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
]
handler400 = "deploy.views.bad_request"
handler403 = "deploy.views.forbidden"
handler404 = "deploy.views.not_found"
handler500 = "deploy.views.server_error"
