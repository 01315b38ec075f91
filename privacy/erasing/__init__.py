"""Real erasure: what a file said is gone from every table, index, disk and history; its bones stay, for the figures."""
