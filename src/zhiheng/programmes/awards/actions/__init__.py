"""Every change that the awards room makes; each is one transaction and leaves its lines in the ledger."""
