"""Where somebody goes who has just come in: to the page they asked for, or to their own desk."""

from django.utils.http import url_has_allowed_host_and_scheme

# the first desk whose right an account has is where it lands
DESKS = [
    ("recommendation.view_agency", "/instansi/"),
    ("admin.manage", "/sistem/"),
    ("complaint.view_referred", "/petugas/laporan/"),
    ("officer.invite", "/instansi/petugas/"),  # of an agency: the authority's administrators landed above
]
NEXT = "next"


def wished(request) -> str:
    """The page of this site that was asked for before the door, or nothing."""
    told = request.POST.get(NEXT) or request.GET.get(NEXT) or request.session.get(NEXT, "")
    safe = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if safe else ""


def landing(request, officer) -> str:
    """The address to go to now; a wish is granted once."""
    told = wished(request)
    request.session.pop(NEXT, None)
    return told or next((address for right, address in DESKS if right in officer.rights), "/petugas/")
