"""The pure part of the awards room."""
