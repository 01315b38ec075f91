"""Words that an older analysis made are known as stale, still found, and made anew by the worker."""

import pytest

from search import analysis, indexing
from search.models import Document

pytestmark = pytest.mark.django_db


def test_old_words_are_made_anew(a_complaint, intake, find):
    complaint = a_complaint(narrative="Camat itu jgn dibiarin.")
    assert find(intake, "membiarkan").total == 1
    Document.objects.update(analysis=analysis.VERSION - 1)
    assert {each.what for each in indexing.differences()} == {"stale"}
    assert find(intake, "membiarkan", fresh=False).total == 1
    indexing.renew()
    assert list(indexing.differences()) == []
    assert find(intake, "jangan", fresh=False).total == 1
    assert complaint.reference


def test_parts_of_recognised_words_go_with_their_document(a_complaint, a_file, intake, find):
    complaint = a_complaint()
    page = "srat kputvsan netralitaz dibqat dengxn sebenqrnya untvk diperqunakan sebxgaimana mestlnya olqh pihxk"
    a_file(complaint.access, page)
    assert find(intake, "netralitas").total == 1
    Document.objects.all().delete()
    assert find(intake, "netralitas", fresh=False).total == 0
    assert list(indexing.backend().orphans()) == []
