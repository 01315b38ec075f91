"""Why a file is not taken, as a sentence for the person who sent it."""

from django.utils.translation import gettext


class Unacceptable(Exception):
    """`message` is a msgid with named places, said in the language of who reads it; `status` is the HTTP status it deserves."""

    def __init__(self, message: str, status: int = 415, **values):
        super().__init__(message)
        self.message, self.status, self.values = message, status, values

    def __str__(self):
        return gettext(self.message) % self.values if self.values else gettext(self.message)
