"""The description of the API says what every call may answer besides its success: an RFC 9457 problem."""

from ninja import NinjaAPI

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "description": "what is wrong, by field"},
    },
}
REFUSED = {
    "description": "Refused: 401 no token, 403 not allowed, 404 not there or not visible, 409 wrong stage, 413 too large, "
    "415 no such kind of file, 422 details wrong, 429 too many (Retry-After)",
    "content": {"application/problem+json": {"schema": PROBLEM}},
}


class DescribedAPI(NinjaAPI):
    """NinjaAPI whose OpenAPI document names the problems too."""

    def get_openapi_schema(self, *args, **kwargs):
        schema = super().get_openapi_schema(*args, **kwargs)
        for calls in schema["paths"].values():
            for call in calls.values():
                call["responses"].setdefault("4XX", REFUSED)
        return schema
