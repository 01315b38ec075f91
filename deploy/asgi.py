"""The asynchronous way in: sockets under /ws/, and pages for servers that speak nothing else."""

import os

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
django.setup(set_prefix=False)  # what follows may import models

from deploy.refusals import Refusals  # noqa: E402
from deploy.waiting import SealedBodies  # noqa: E402
from notifications.origins import OwnOrigin  # noqa: E402
from notifications.routes import websocket_urlpatterns  # noqa: E402

pages = SealedBodies()
sockets = Refusals(OwnOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))))
application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
