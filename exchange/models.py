"""Referrals and spreadsheets in, sanctions and webhooks out."""
