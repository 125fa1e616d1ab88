"""Named reads of the awards room."""
