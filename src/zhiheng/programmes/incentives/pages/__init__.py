"""The pages of claimants."""
