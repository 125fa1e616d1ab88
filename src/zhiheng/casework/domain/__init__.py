"""What a stage concludes, as pure values: no database, no clock."""
