"""Named reads of the procedures."""
