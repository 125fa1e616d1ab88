"""Tells people by mail what happened to what is theirs, in the same breath as the act itself.

Words: letter (what is to be sent), mail (a letter in the outbox), mailbox (where an account is written to,
and in which language), template (the two wordings of a kind of mail), delivery.
Doors: ``actions.send`` and ``actions.send_many`` (inside the transaction of the act), ``actions.deliver``,
``actions.set_mailbox``, ``queries``, ``policy``, the command ``zhiheng post``.
It never: decides that something is to be told (the act's own room does), shows a recipient more than it
may see, keeps a secret link after it was sent, or sends from inside a page.
"""
