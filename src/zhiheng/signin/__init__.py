"""Makes sure that whoever acts is who the account says: passwords, second factors, one-time links, visits.

Words: try (of a password or a code), lock-out, factor (what somebody has besides a password: a code
generator or a passkey), recovery code, key link (a link that works once: invitation, new password, new
mail address), visit (a browser that is signed in), place acted for.
Doors: ``actions``, ``queries``, ``policy``, ``passkeys``, the session engine ``sessions`` and the middleware
``TrustedProxies``.
It never: decides what a role may do, keeps a key or a password that could be read back, tells a stranger
whether an account exists, or sends anything itself (the post does).
"""
