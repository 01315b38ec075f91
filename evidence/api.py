"""The API of evidence."""

from ninja import Router

from evidence.actions import add_file

router = Router(tags=["evidence"])


def accept_upload(access, file, *, by, at) -> dict:
    """Take a file in: {id, name, size, sha256, stage}."""
    taken = add_file(access, upload=file, by=by, at=at)
    return {"id": str(taken.pk), "name": taken.name, "size": taken.size, "sha256": taken.sha256, "stage": taken.stage}
