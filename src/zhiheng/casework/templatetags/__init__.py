"""Template tags of the procedures' pages."""
