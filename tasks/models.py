"""Tasks with owner and date, internal notes with mentions."""
