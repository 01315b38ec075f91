"""How large what somebody sends may be, known before any of it is read: forms with files, pieces of a file, everything else."""

MEGABYTE = 1024 * 1024  # bytes
WITH_FILES = 128 * MEGABYTE  # a form may carry 100 MB of files
ONE_FILE = 51 * MEGABYTE  # a piece of a file may be the whole file
WORDS = 5 * MEGABYTE  # what people type, and what programs say


def largest_body(content_type: str) -> int:
    """Bytes that a request of this kind may bring."""
    if content_type.startswith("multipart/form-data"):
        return WITH_FILES
    return ONE_FILE if is_piece(content_type) else WORDS


def is_piece(content_type: str) -> bool:
    """A piece of a file (tus): what arrived of it counts even when the line broke."""
    return content_type.startswith("application/offset+octet-stream")
