"""Tests of the room in which people judge."""
