"""Looks at the whole site and says what to mend: `manage.py doctor`."""
