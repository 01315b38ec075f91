"""Open cases and sanctions in force of a candidate, every question logged."""
