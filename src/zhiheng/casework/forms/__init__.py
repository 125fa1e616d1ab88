"""What the pages understand: each form parses what was typed, and none saves."""
