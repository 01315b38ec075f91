"""Search in Elasticsearch, for sites with more documents than their database should carry alone.

Texts come here cut into words, so that it only counts and ranks; only what the smallest distribution can do is asked of it.
"""
