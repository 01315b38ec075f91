"""Python keeps what it compiled, but a child may write nothing: what only children load is compiled for them beforehand."""

import compileall
from functools import cache
from importlib.util import find_spec

LOADED = ("evidence", "pypdfium2", "pypdfium2_raw")  # their compiled form is not always installed with them


@cache
def compiled() -> None:
    """Once in a process; what is up to date is left alone, and where nothing may be written, nothing is."""
    for name in LOADED:
        spec = find_spec(name)
        for place in (spec and spec.submodule_search_locations) or ():
            compileall.compile_dir(place, quiet=2)
