"""The funnel from report to sanction served, medians, unanswered authorities."""
