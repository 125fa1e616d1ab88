"""What facts mean under each rule of condition; ``conditions`` is the door."""
