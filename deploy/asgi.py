"""The asynchronous way in: sockets under /ws/, and pages for servers that speak nothing else."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
pages = get_asgi_application()  # sets the apps up: what follows may import models

from deploy.refusals import Refusals  # noqa: E402
from notifications.origins import OwnOrigin  # noqa: E402
from notifications.routes import websocket_urlpatterns  # noqa: E402

sockets = Refusals(OwnOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))))
application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
