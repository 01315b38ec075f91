"""Addresses of this room; every verb in the register has one page of its own."""

from django.urls import path

from desk.rows import ROOMS
from desk.views import (
    audit,
    beside,
    bundles,
    cases,
    complaints,
    identifying,
    legal,
    mentioning,
    plenary,
    presence,
    queues,
    recommendations,
    recording,
    trail,
    unsealing,
    verbs,
)
from workflow.verbs import kinds

app_name = "desk"


def _verb_pages():
    """`desk:complaint-verify` and its like; the reference comes in the address, the kind and the verb from the register."""
    for kind in (k for k in kinds() if k.name in ROOMS):
        facts = {"kind": kind.name}
        yield path(
            f"petugas/{ROOMS[kind.name]}/<slug:reference>/dilihat/", presence.presence, facts, f"{kind.name}-presence"
        )
        for name in kind.verbs:
            facts = {"kind": kind.name, "name": name}
            yield path(f"petugas/{ROOMS[kind.name]}/<slug:reference>/{name}/", verbs.verb, facts, f"{kind.name}-{name}")


urlpatterns = [
    path("petugas/", queues.home, name="home"),
    path("petugas/antrean/borongan/", queues.bulk_start, name="bulk"),
    path("petugas/antrean/<slug:slug>/", queues.queue, name="queue"),
    path("petugas/jejak/", trail.trail, name="trail"),
    path("petugas/jejak/bukti/", trail.custody, name="custody"),
    path("petugas/audit/", audit.records, name="audit"),
    path("petugas/audit/csv/", audit.table, name="audit-csv"),
    path("petugas/audit/rantai/", audit.chain, name="chain"),
    path("petugas/laporan/", complaints.complaints, name="complaints"),
    path("petugas/laporan/catat/", recording.record, name="complaint-create"),
    path("petugas/laporan/<slug:reference>/", complaints.complaint, name="complaint"),
    path("petugas/laporan/<slug:reference>/evidence/", complaints.evidence, name="complaint-evidence"),
    path("petugas/laporan/<slug:reference>/messages/", complaints.message, name="complaint-message"),
    path("petugas/laporan/<slug:reference>/identitas/", unsealing.ask, name="complaint-identity"),
    path("petugas/perkara/<slug:reference>/", cases.case, name="case"),
    path("petugas/perkara/<slug:reference>/sanding/", beside.beside, name="case-beside"),
    path("petugas/perkara/<slug:reference>/berkas/", bundles.bundle, name="case-bundle"),
    path("petugas/perkara/<slug:reference>/ketentuan/", legal.law, name="case-law"),
    path("petugas/perkara/<slug:reference>/notes/", cases.note, name="case-note"),
    path("petugas/perkara/<slug:reference>/statements/", cases.statement, name="case-statement"),
    path("petugas/perkara/<slug:reference>/evidence/", cases.evidence, name="case-evidence"),
    path("petugas/perkara/<slug:reference>/respondents/<int:respondent>/finding/", cases.finding, name="case-finding"),
    path(
        "petugas/perkara/<slug:reference>/respondents/<int:respondent>/allegation/",
        cases.allegation,
        name="case-allegation",
    ),
    path(
        "petugas/perkara/<slug:reference>/respondents/<int:respondent>/set_aside/",
        cases.set_aside,
        name="case-set_aside",
    ),
    path(
        "petugas/perkara/<slug:reference>/respondents/<int:respondent>/identify/",
        identifying.identify,
        name="case-identify",
    ),
    path(
        "petugas/perkara/<slug:reference>/respondents/<int:respondent>/mention/",
        mentioning.mention,
        name="case-mention",
    ),
    path(
        "petugas/perkara/<slug:reference>/respondents/<int:respondent>/dissent/", plenary.dissent, name="case-dissent"
    ),
    path("petugas/perkara/<slug:reference>/minutes/", plenary.minutes, name="case-minutes"),
    path("petugas/pleno/", plenary.plenaries, name="plenaries"),
    path("petugas/pleno/baru/", plenary.create, name="plenary-create"),
    path("petugas/pleno/<int:session>/", plenary.plenary, name="plenary"),
    path("petugas/pleno/<int:session>/hadir/", plenary.attend, name="plenary-attend"),
    path("petugas/pleno/<int:session>/perkara/", plenary.add, name="plenary-add"),
    path("petugas/pleno/<int:session>/perkara/<slug:reference>/keluar/", plenary.remove, name="plenary-remove"),
    path("petugas/pleno/<int:session>/tutup/", plenary.close, name="plenary-close"),
    path("petugas/rekomendasi/<slug:reference>/", recommendations.recommendation, name="recommendation"),
    path("petugas/rekomendasi/<slug:reference>/revise/", recommendations.revise, name="recommendation-revise"),
    path("petugas/rekomendasi/<slug:reference>/annexes/", recommendations.annex, name="recommendation-annex"),
    path(
        "petugas/rekomendasi/<slug:reference>/annexes/<int:annex>/withdraw/",
        recommendations.withdraw_annex,
        name="recommendation-withdraw_annex",
    ),
    path("petugas/rekomendasi/<slug:reference>/evidence/", recommendations.evidence, name="recommendation-evidence"),
    *_verb_pages(),
]
