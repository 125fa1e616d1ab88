"""What a claim is, what is wrong with one, and what a stage concludes: pure values, no database, no clock."""
