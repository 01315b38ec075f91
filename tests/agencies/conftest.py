import pytest

from agencies.loading import load


@pytest.fixture
def reference(db):
    """Territories, agencies, authorities and roles as shipped."""
    load()
