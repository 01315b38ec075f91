"""Sockets that are not let in are answered like everything else: 403 with the headers of every answer."""

from deploy.headers import of_refusal

EXTENSION = "websocket.http.response"


class Refusals:
    """Passes everything on; a close before the acceptance becomes an answer with headers, where the server can send one."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if EXTENSION not in (scope.get("extensions") or {}):
            return await self.application(scope, receive, send)
        return await self.application(scope, receive, _answering(send))


def _answering(send):
    let_in = False

    async def answer(message):
        nonlocal let_in
        let_in = let_in or message["type"] == "websocket.accept"
        if let_in or message["type"] != "websocket.close":
            return await send(message)
        headers = [(name.lower().encode(), value.encode()) for name, value in of_refusal().items()]
        await send({"type": f"{EXTENSION}.start", "status": 403, "headers": headers})
        await send({"type": f"{EXTENSION}.body", "body": b""})

    return answer
