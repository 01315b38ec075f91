"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("complaints.urls")),
    path("", include("desk.urls")),
    path("", include("notifications.urls")),
    path("", include("search.urls")),
    path("", include("evidence.urls")),
    path("sistem/", admin.site.urls),
]
