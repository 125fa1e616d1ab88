"""API tokens: what a program shows to act in an account's name, and no further than the account may today.

Words: token, scope, place, key, kept answer.
Doors: ``domain`` (scopes, pure), ``actions``, ``queries``, ``keys`` (the same act asked for twice).
It never: keeps a secret, widens what an account may do, or decides what an operation demands.
"""
