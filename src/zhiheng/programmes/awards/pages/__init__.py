"""The pages: each finds, asks, acts at most once, shows."""
