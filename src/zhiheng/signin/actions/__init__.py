"""Every change of signing in: passwords, links, factors and visits."""

from zhiheng.signin.actions.factors import (
    add_generator,
    add_passkey,
    check_code,
    check_passkey,
    remove_factor,
    renew_recovery_codes,
)
from zhiheng.signin.actions.links import (
    accept_as_new,
    accept_as_self,
    ask_address,
    confirm_address,
    invite,
    withdraw_invitation,
)
from zhiheng.signin.actions.passwords import (
    answer_resets,
    ask_reset,
    change_password,
    check_password,
    confirm_password,
    reset_password,
)
from zhiheng.signin.actions.tries import forget_old_tries
from zhiheng.signin.actions.visits import end_visit, end_visits, forget_old_visits, note_sign_in

__all__ = [
    "accept_as_new",
    "accept_as_self",
    "add_generator",
    "add_passkey",
    "answer_resets",
    "ask_address",
    "ask_reset",
    "change_password",
    "check_code",
    "check_passkey",
    "check_password",
    "confirm_address",
    "confirm_password",
    "end_visit",
    "end_visits",
    "forget_old_tries",
    "forget_old_visits",
    "invite",
    "note_sign_in",
    "remove_factor",
    "renew_recovery_codes",
    "reset_password",
    "withdraw_invitation",
]
