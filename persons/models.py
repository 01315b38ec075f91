"""Who is one person: spellings, merge and unmerge, conflict of interest, repeat reports."""
