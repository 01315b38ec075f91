"""The API against its own description: whatever is sent, no 500, and no answer that the description does not name."""

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from deploy.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
load_all_checks()
ASKED = CHECKS.get_by_names(["not_a_server_error", "status_code_conformance", "content_type_conformance"])
RAW = json.loads(json.dumps(api.get_openapi_schema(), default=str))
CALLS = [(method, path) for path, calls in RAW["paths"].items() for method in calls]
MUCH = settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


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
