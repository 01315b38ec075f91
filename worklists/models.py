"""Saved filters as queues, routing, workload, bulk with preview."""
