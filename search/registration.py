"""What this room enters at start-up: every event leaves a job for the index, a routine tells the search service of it.

A wrong SEARCH_URL is told of here.
"""

from datetime import timedelta

from django.conf import settings

from evidence import sought
from search import expansion, indexing, record, saved, telling
from search.backends import backend
from search.highlighting import marked
from search.parsing import parse
from workflow import jobs, ledger

backend()
sought.marker(lambda text, query: marked(text, parse(query)))
ledger.subscribe(indexing.JOB)
jobs.handler(indexing.JOB, indexing.follow)
jobs.routine(indexing.RENEW, indexing.renew, every=timedelta(seconds=10))
jobs.routine(telling.JOB, telling.keep_up, every=timedelta(seconds=1) if settings.SEARCH_URL else timedelta(hours=1))
jobs.routine(expansion.JOB, expansion.learn, every=timedelta(minutes=1))
jobs.routine(saved.JOB, saved.look, every=timedelta(minutes=1))
jobs.routine(record.JOB, record.prune, every=timedelta(days=1))
