"""A few holders of office and candidates for the demo, all invented and marked as examples."""

from agencies.models import Agency, Official, Territory
from law.models import Candidate, Election

SOURCE = "contoh untuk peragaan, bukan orang nyata"
OFFICIALS = [
    ("Suparman Contohraya", "Camat Muara Lindung", "64.02"),
    ("Nurhayati Contohsari", "Kepala Dinas Perikanan", "64.02"),
    ("Yansen Contohutama", "Sekretaris Daerah", "65"),
]
PAIRS = [("64.02", 1, "Awang Contohperdana", "Siti Contohmelati"), ("65", 2, "Markus Contohlaga", "Dahlia Contohbulan")]
ELECTION = "PILKADA-2024"


def create_registers() -> None:
    """Make the rows that are not there yet; those that were changed stay."""
    for name, position, code in OFFICIALS:
        place = {"name": name, "position": position, "agency": Agency.objects.get(pk=code)}
        Official.objects.get_or_create(**place, defaults={"source": SOURCE, "example": True})
    for code, number, head, deputy in PAIRS:
        _stand(code, number, head, deputy, Candidate.Post.HEAD)
        _stand(code, number, deputy, head, Candidate.Post.DEPUTY)


def _stand(code: str, number: int, name: str, mate: str, post: str) -> None:
    facts = {"post": post, "number": number, "mate": mate, "source": SOURCE, "example": True}
    place = {"election": Election.objects.get(pk=ELECTION), "territory": Territory.objects.get(pk=code), "name": name}
    Candidate.objects.get_or_create(**place, defaults=facts)
