"""Nobody finds, counts or sees facets of what the rooms do not let them see; what they may see they find."""

import random
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Agency, Officer, Role, SupervisingAuthority, Territory
from complaints.models import Complaint
from evidence.models import Evidence
from investigations.models import Case
from sanctions.models import Recommendation
from search import expansion
from search.backends.base import Filters
from search.frozen import freeze
from search.models import Document, SavedSearch
from search.permissions import knows_owners
from search.queries import search
from search.saved import fault, matches
from workflow.models import Access

pytestmark = pytest.mark.django_db
WORD = "sembako"
ROOMS = {"complaint": Complaint, "case": Case, "recommendation": Recommendation}
OUTSIDERS = ["bkd.kukar", "bkd.kaltara", "komisioner", "auditor", "bawaslu", "pimpinan", "kustodian", "merit", "admin"]


def make_officer(name: str, *roles: str, rights=(), regions=(), authority="BKN", agency=None) -> Officer:
    officer = Officer.objects.create(username=name, full_name=name, authority_id=authority, agency_id=agency)
    if rights:
        roles = (*roles, Role.objects.create(code=name, name=name, name_en=name, rights=list(rights)).pk)
    officer.roles.set(roles)
    officer.regions.set(regions)
    return officer


@pytest.fixture
def officers(people) -> list[Officer]:
    """Those who search in what ships, and roles that an administrator might make."""
    use = "search.use"
    other = SupervisingAuthority.objects.create(code="LAIN", name="Otoritas lain", short_name="Lain")
    return [
        *(people[name] for name in ("intake", "pemeriksa", "penyelia")),
        make_officer("kaltim", "investigator", regions=["64"]),
        make_officer("kukar", "intake", regions=["64.02"]),
        make_officer("dua", "investigator", regions=["64.72", "65"]),
        make_officer("lain", "supervisor", authority=other.pk),
        make_officer("pleno", rights=[use, "case.view_plenary"]),
        make_officer("pleno64", rights=[use, "case.view_plenary", "complaint.view"], regions=["64"]),
        make_officer("bukti", rights=[use, "evidence.view"]),
        make_officer("mitra", rights=[use, "complaint.view_referred"], authority=None, agency="K.01"),
        make_officer("dinas", rights=[use, "recommendation.view_agency"], authority=None, agency="64.02"),
        make_officer("kosong", rights=[use]),
    ]


@pytest.fixture
def world(a_complaint, a_case, a_recommendation, a_file, up_to_date):
    """Complaints of several places, cases in several stages, an issued recommendation, each with a file."""
    for code in ("64.02", "64.72", "65.71", "73.71", None):
        territory = Territory.objects.get(pk=code) if code else None
        a_complaint(narrative=f"Membagikan {WORD}.", territory=territory)
        a_case("EXAMINATION", narrative=f"Menimbun {WORD}.", territory=territory)
    a_case("DELIBERATION", narrative=f"Menukar {WORD}.")
    a_recommendation("ISSUED", narrative=f"Menjual {WORD}.")
    for access in Access.objects.all():
        a_file(access, f"foto {WORD}", f"daftar {WORD}")
    up_to_date()


def allowed(user) -> set[str]:
    """The keys of all documents with the word that the rooms let this user see, asked document by document."""
    found = set()
    for document in Document.objects.filter(body__icontains=WORD) | Document.objects.filter(title__icontains=WORD):
        if document.family == "evidence":
            seen = Evidence.objects.visible_to(user).filter(pk=document.evidence_id)
        else:
            seen = ROOMS[document.family].objects.visible_to(user).filter(access=document.access_id)
        if user.may("search.use") and seen.exists():
            found.add(document.key)
    return found


def found(user, **filters) -> tuple[set[str], int, dict]:
    """Keys of all hits over all pages, the total, the facets."""
    keys, cursor, result = set(), "", None
    while cursor is not None:
        result = search(user, WORD, filters=Filters(**filters), cursor=cursor)
        keys |= {key_of(hit) for hit in result.hits}
        cursor = result.next
    facets = {name: Counter({f.value: f.count for f in values}) for name, values in result.facets.items()}
    return keys, result.total, facets


def key_of(hit) -> str:
    place = {"subject": hit.subject, "kind": hit.kind, "url": hit.url, "page": hit.page}
    return Document.objects.get(**place).key


def facts(keys: set[str]) -> dict:
    documents = Document.objects.filter(key__in=keys)
    return {
        "kind": Counter(d.kind for d in documents),
        "stage": Counter(d.stage for d in documents),
        "territory": Counter(d.territory[:2] for d in documents if d.territory),
        "agency": Counter(code for d in documents for code in d.agencies),
        "violation": Counter(code for d in documents for code in d.violations),
        "file_type": Counter(d.file_type for d in documents if d.file_type),
        "month": Counter(d.month for d in documents),
    }


def told_of(officer, counts: dict) -> dict:
    """Who sees files and not what they belong to is not told whom and what that is about."""
    if knows_owners(officer):
        return counts
    return {**counts, "agency": Counter(), "violation": Counter()}


def test_everybody_finds_exactly_what_they_may_see(world, officers):
    sizes = {}
    for officer in officers:
        keys, total, facets = found(officer)
        assert keys == allowed(officer), officer.username
        assert total == len(keys)
        assert facets == told_of(officer, facts(keys)), officer.username
        sizes[officer.username] = total
    assert sizes["kosong"] == 0 and sizes["lain"] == 0
    assert sizes["intake"] > sizes["kaltim"] > sizes["kukar"] > 0
    assert all(sizes[name] for name in ("pleno", "pleno64", "bukti"))
    assert (
        sizes["dinas"] == 0
    )  # the word stands in files alone, and those that the authority added are not the agency's


@pytest.mark.parametrize("seed", range(4))
def test_what_changes_without_a_word_to_the_index_is_never_found_too_much(seed, world, officers):
    """Sealing, moving and declaring conflicts behind the index's back: hits, totals and facets hold at once."""
    chance = random.Random(seed)
    places = [None, *Territory.objects.filter(pk__in=["64", "64.02", "65", "73.71"])]
    for access in chance.sample(list(Access.objects.order_by("pk")), 12):
        change = chance.randrange(5)
        if change == 0:
            Access.objects.filter(pk=access.pk).update(sealed=True)
        elif change == 1:
            access.excluded.add(chance.choice(officers))
        elif change == 2:
            Access.objects.filter(pk=access.pk).update(region=chance.choice(places))
        elif change == 3:
            Access.objects.filter(pk=access.pk).update(at_plenary=chance.random() < 0.5, issued=False)
        else:
            Access.objects.filter(pk=access.pk).update(authority="LAIN")
    expansion.learn()
    for officer in officers:
        keys, total, facets = found(officer)
        may_see = allowed(officer)
        assert keys <= may_see, officer.username
        assert total == len(keys)
        assert facets == told_of(officer, facts(keys))
        assert news(officer) <= may_see
        if officer.may("search.use"):
            assert set(search(officer, "sembaku~").also) <= ({WORD} if may_see else set())
            assert {row["key"] for row in frozen_now(officer)} <= may_see


def news(officer) -> set[str]:
    """What a saved search of this officer would tell of, were everything new."""
    saved = SavedSearch(by=officer, asked={"q": WORD})
    return {document.key for document in matches(saved, 0, 10**9)} if not fault(saved) else set()


def frozen_now(officer) -> list[dict]:
    return freeze({"q": WORD}, by=officer, name="Sidang", at=timezone.now()).rows


def test_a_changed_file_is_found_by_its_new_readers_once_the_index_knows(world, officers, up_to_date, a_file):
    complaint = Complaint.objects.visible_to(officers[0]).filter(territory="64.02").first()
    Access.objects.filter(pk=complaint.access_id).update(authority="LAIN")
    a_file(complaint.access, "pemicu")
    up_to_date()
    for officer in officers:
        assert found(officer)[0] == allowed(officer), officer.username


@pytest.mark.parametrize("name", OUTSIDERS)
def test_others_are_refused(name, world, people, call):
    client = Client()
    client.force_login(people[name])
    assert client.get("/petugas/cari/", {"q": WORD}).status_code == 403
    assert call(people[name], "GET", f"search?q={WORD}").status_code == 403


def test_strangers_are_sent_to_log_in(world, client, call):
    assert client.get("/petugas/cari/", {"q": WORD}).headers["Location"].startswith("/masuk/")
    assert call(None, "GET", f"search?q={WORD}").status_code == 401


def test_who_is_switched_off_finds_nothing(world, intake, call):
    secret = call(intake, "GET", f"search?q={WORD}")
    assert secret.status_code == 200 and secret.json()["total"] > 0
    Officer.objects.filter(pk=intake.pk).update(is_active=False)
    assert call(intake, "GET", f"search?q={WORD}").status_code == 401


def test_a_case_out_of_reach_is_not_named_by_its_complaint(a_case, up_to_date, people):
    case = a_case("OPEN", narrative=f"Menumpuk {WORD}.")
    Access.objects.filter(pk=case.access_id).update(region="73")
    officer = make_officer("sini", "intake", regions=["64"])
    up_to_date()
    result = search(officer, WORD)
    assert result.total == 1
    assert result.hits[0].reference == case.case_complaints.get().complaint.reference


def test_a_narrower_search_stays_inside(world, officers):
    for officer in officers:
        for filters in ({"kind": "evidence"}, {"territory": "64"}, {"stage": "EXAMINATION"}):
            keys, total, _facets = found(officer, **filters)
            assert keys <= allowed(officer) and total == len(keys)


def test_the_agency_of_the_demo_is_one_of_ours():
    assert Agency.objects.filter(pk__in=["64.02", "K.01"]).count() == 2
