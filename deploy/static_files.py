"""Static files: hashed names where they were collected, plain names in the embedded default."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
