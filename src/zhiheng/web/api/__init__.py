"""The site for programs: what the pages show and do, through the same policies, actions and queries.

Words: operation, scope, problem document, token, idempotency key.
Doors: ``urls`` (``/api/``); ``operations.OPERATIONS`` is the table of what there is.
It never: decides who may do what, takes an instant or an actor from a client, or says more than a page does.
"""
