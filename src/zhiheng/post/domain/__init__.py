"""Letters, their wordings, and when a failed one is tried again; no tables and no clock."""
