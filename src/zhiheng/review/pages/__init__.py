"""The pages of the room: tasks, scorebook, hearing, ballot, experts, panels."""
