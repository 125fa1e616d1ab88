"""What panels and committees conclude, as pure values: no database, no clock."""
