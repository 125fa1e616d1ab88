"""Codes, keys, addresses and devices; no tables and no clock."""
