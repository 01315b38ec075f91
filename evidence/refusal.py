"""Why a file is not taken, as a sentence for the person who sent it."""

from django.utils.translation import gettext


class Unacceptable(Exception):
    """`message` is a msgid with named places, said in the language of who reads it; `status` is the HTTP status it deserves."""

    def __init__(self, message: str, status: int = 415, **values):
        super().__init__(message)
        self.message, self.status, self.values = message, status, values

    def __str__(self):
        return gettext(self.message) % self.values if self.values else gettext(self.message)


class FileRefused(Exception):
    """The file is not taken; the text is for the person who sent it, `status` is 413, 415, 422, 429 or 503."""

    def __init__(self, message: str, status: int):
        super().__init__(message)
        self.status = status
