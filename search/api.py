"""The API of search: what the token's user may see, and nothing of what they may not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router

from workflow.api import bearer

router = Router(tags=["search"])


@router.get("search", auth=bearer, summary="Words in reports, statements and evidence")
def get_search(request: HttpRequest, q: str = ""):
    raise PermissionDenied("search.use")
