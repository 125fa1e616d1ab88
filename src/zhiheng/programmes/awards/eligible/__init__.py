"""Before a call an office asks how many of its organisations could apply; here the terminal answers it."""
