"""What people and offices are called in letters of this room: in Indonesian, as letters are."""

from agencies.models import Agency

HOME_AFFAIRS = "Menteri Dalam Negeri\ndi Jakarta"
PRESIDENT = "Presiden Republik Indonesia\ndi Jakarta"


def addressee_of(agency: Agency) -> str:
    """The appointing authority of an agency."""
    return f"Pejabat Pembina Kepegawaian\n{agency.name}"


def person_line(respondent) -> str:
    """Name, number and post of a person, as far as they are known."""
    parts = [respondent.name, f"NIP {respondent.nip}" if respondent.nip else "", respondent.position]
    return ", ".join(part for part in parts if part)
