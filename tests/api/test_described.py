"""The API against its own description: whatever is sent, no 500, and no answer that the description does not name."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from deploy.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
load_all_checks()
ASKED = CHECKS.get_by_names(["not_a_server_error", "status_code_conformance", "content_type_conformance"])
RAW = json.loads(json.dumps(api.get_openapi_schema(), default=str))
CALLS = [(method, path) for path, calls in RAW["paths"].items() for method in calls]
MUCH = settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def one_connection():
    """A real WSGI request ends with its connection to the database; the test's own has to live on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("method, path", CALLS)
def test_no_call_breaks_and_no_answer_is_undescribed(method, path, token, penyelia):
    schema = schemathesis.openapi.from_dict(RAW)
    schema.app = get_wsgi_application()
    headers = {"Authorization": f"Bearer {token(penyelia)}"}

    @MUCH
    @given(case=schema[path][method.upper()].as_strategy())
    def whatever_is_sent(case):
        case.call_and_validate(headers=headers, checks=ASKED)

    whatever_is_sent()
