"""Every socket address of the site."""

from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from notifications.consumers import NotificationConsumer

websocket_urlpatterns = [
    path("ws/notifikasi/", NotificationConsumer.as_asgi()),
    re_path(r"", WebsocketDenier.as_asgi()),
]
