"""Every socket address of the site."""

from django.urls import path

from notifications.consumers import NotificationConsumer

websocket_urlpatterns = [path("ws/notifikasi/", NotificationConsumer.as_asgi())]
