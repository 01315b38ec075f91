"""What the child tells while it works, so that its parent knows what it was at when it dies."""

import json
import sys
from collections.abc import Collection

avoided: Collection[int] = frozenset()  # members of an archive that killed a child before


def told(**facts) -> None:
    """One line of JSON, at once."""
    sys.stdout.write(json.dumps(facts, separators=(",", ":")) + "\n")
    sys.stdout.flush()
