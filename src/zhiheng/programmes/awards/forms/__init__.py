"""What the pages of this room understand; a form parses and never saves."""
