"""Every change of the post: put letters into the outbox, deliver them, set where an account is written to."""

from zhiheng.post.actions.delivery import Delivered, deliver
from zhiheng.post.actions.mailboxes import set_mailbox
from zhiheng.post.actions.outbox import send, send_many

__all__ = ["Delivered", "deliver", "send", "send_many", "set_mailbox"]
