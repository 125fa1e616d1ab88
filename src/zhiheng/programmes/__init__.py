"""The programmes that run on the procedures: awards, rewards for standards."""
