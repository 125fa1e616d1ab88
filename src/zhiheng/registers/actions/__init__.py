"""Every change of the registers: one transaction and one ledger line each (bulk: one line per row or file)."""

from zhiheng.registers.actions.documents import keep_document
from zhiheng.registers.actions.events import record_event, withdraw_event
from zhiheng.registers.actions.honours import (
    discard_sample_honours,
    grant_honour,
    import_honours,
    link_honour,
    revoke_honour,
)
from zhiheng.registers.actions.organisations import (
    correct_organisation,
    register_organisation,
    register_organisations,
    rename_organisation,
)
from zhiheng.registers.actions.people import (
    change_password,
    close_account,
    end_role,
    give_role,
    open_account,
)
from zhiheng.registers.actions.regions import load_regions

__all__ = [
    "change_password",
    "close_account",
    "correct_organisation",
    "discard_sample_honours",
    "end_role",
    "give_role",
    "grant_honour",
    "import_honours",
    "keep_document",
    "link_honour",
    "load_regions",
    "open_account",
    "record_event",
    "register_organisation",
    "register_organisations",
    "rename_organisation",
    "revoke_honour",
    "withdraw_event",
]
