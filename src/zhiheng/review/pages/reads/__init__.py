"""What the pages read beyond the named queries of the room, each in a constant number of statements."""
