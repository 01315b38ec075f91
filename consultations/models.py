"""A question to another body, its clock and its answer."""
