"""Pages of officers that take a file piece by piece: each sees what they began themselves, and nothing else."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evidence import tus
from evidence.models import Upload
from workflow.models import Access


def begin_file(request: HttpRequest, access: Access, *, name: str = "evidence:upload") -> HttpResponse:
    """Begin a file under a row that this officer may add to; `name` is the address that takes its pieces."""
    return tus.create(request, access, by=request.user, address=lambda upload: reverse(name, args=[upload.pk]))


@login_required
@require_http_methods(tus.METHODS)
def upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The pieces of a file that this officer began."""
    found = Upload.objects.select_related("access", "evidence").filter(pk=upload, by=request.user.pk).first()
    if found is None:
        raise Http404(str(upload))
    return tus.answer(request, found, by=request.user)
