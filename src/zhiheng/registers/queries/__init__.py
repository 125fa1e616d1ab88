"""Named reads of the registers; every one answers with plain values."""

from zhiheng.registers.queries.documents import (
    document,
    download_headers,
    has_content,
    open_document,
)
from zhiheng.registers.queries.facts import facts_about
from zhiheng.registers.queries.honours import (
    honour,
    honours_matching,
    honours_of_round,
    honours_with_the_name_of,
)
from zhiheng.registers.queries.organisations import (
    events_of,
    names_of,
    organisation,
    organisation_by_uscc,
    organisations_by_code,
    organisations_like,
)
from zhiheng.registers.queries.people import (
    account,
    account_named,
    account_names,
    actor_of,
    holders_of,
    roles_at,
)
from zhiheng.registers.queries.regions import (
    ancestors,
    children,
    descends_from,
    region,
    region_levels,
    region_names,
    regions_named,
)
from zhiheng.registers.queries.registrations import verdicts_on

__all__ = [
    "account",
    "account_named",
    "account_names",
    "actor_of",
    "ancestors",
    "children",
    "descends_from",
    "document",
    "download_headers",
    "events_of",
    "facts_about",
    "has_content",
    "holders_of",
    "honour",
    "honours_matching",
    "honours_of_round",
    "honours_with_the_name_of",
    "names_of",
    "open_document",
    "organisation",
    "organisation_by_uscc",
    "organisations_by_code",
    "organisations_like",
    "region",
    "region_levels",
    "region_names",
    "regions_named",
    "roles_at",
    "verdicts_on",
]
