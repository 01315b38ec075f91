"""Ways to send a file, as the room of evidence has them."""

from tests.evidence.conftest import a_file, send

__all__ = ["a_file", "send"]
