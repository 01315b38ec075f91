"""What the tests of search share: files with text, an index that is up to date, a search that answers."""

import os
import uuid

import pytest
from django.conf import settings as site
from django.utils import timezone

from evidence.models import Evidence, Page
from search import indexing, queries, telling
from search.backends.base import Filters
from search.backends.elastic import writing
from search.backends.elastic.client import breaker
from workflow import jobs
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work


@pytest.fixture
def up_to_date(db):
    """Does every job of the index that is due."""

    def do() -> None:
        while due := jobs.claim(at=timezone.now(), limit=100):
            for job in due:
                if job.kind == indexing.JOB:
                    assert jobs.run(job, at=timezone.now()), job.error
        if site.SEARCH_URL:
            telling.keep_up()

    return do


@pytest.fixture
def elastic(db, settings):
    """A search service of this test's own: a real Elasticsearch, and indexes that nobody else names."""
    settings.SEARCH_URL = os.environ["TEST_SEARCH_URL"]
    settings.SEARCH_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    breaker.reset()
    telling.keep_up()
    yield settings
    settings.SEARCH_URL = os.environ["TEST_SEARCH_URL"]
    breaker.reset()
    writing.remove(writing.existing())


@pytest.fixture
def a_file(db):
    """Makes evidence of an Access row with these pages of text, as if the worker had read it."""

    def make(access, *pages: str, name: str = "berkas.pdf", stage: str = "READY", **more) -> Evidence:
        key = uuid.uuid4()
        with unit_of_work():
            facts = {"id": key, "stage": stage, "name": name, "size": 10, "sha256": key.hex * 2, **more}
            file = Evidence.objects.create(access=access, **facts)
            for number, text in enumerate(pages, 1):
                Page.objects.create(evidence=file, number=number, text=text, extractor="test 1")
            record("evidence.finish", file, by=SYSTEM, at=timezone.now())
        return file

    return make


@pytest.fixture
def find(up_to_date):
    """Brings the index up to date and searches: find(user, "kata", stage="OPEN") → SearchResult."""

    def do(user, text: str, *, fresh: bool = True, cursor: str = "", newest: bool = False, size: int = 20, **filters):
        if fresh:
            up_to_date()
        return queries.search(user, text, filters=Filters(**filters), cursor=cursor, newest=newest, size=size)

    return do
