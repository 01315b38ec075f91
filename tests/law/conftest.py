import pytest

import agencies.loading
import law.loading


@pytest.fixture
def reference(db):
    """The law and what it stands on, as shipped."""
    agencies.loading.load()
    law.loading.load()
