"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from deploy import probes
from deploy.api import api

urlpatterns = [
    path("", include("complaints.urls")),
    path("", include("desk.urls")),
    path("", include("notifications.urls")),
    path("", include("sanctions.urls")),
    path("", include("search.urls")),
    path("", include("evidence.urls")),
    path("api/v1/", api.urls),
    path("sistem/", admin.site.urls),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
]
handler400 = "deploy.views.bad_request"
handler403 = "deploy.views.forbidden"
handler404 = "deploy.views.not_found"
handler500 = "deploy.views.server_error"
