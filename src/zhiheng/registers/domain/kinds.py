"""The closed lists of this room, with their titles in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from zhiheng.core.text import Text

COUNTRY: Final = "000000"


class RegionLevel(StrEnum):
    """The levels of the region tree, from the whole country down; a zone acts like a county."""

    COUNTRY = "country"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    ZONE = "zone"


HONOUR_LEVELS: Final = {
    RegionLevel.COUNTRY: "national", RegionLevel.PROVINCE: "provincial", RegionLevel.PREFECTURE: "prefectural",
    RegionLevel.COUNTY: "county", RegionLevel.ZONE: "zone",
}  # fmt: skip


class OrganisationKind(StrEnum):
    """What an organisation is by its registration."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    SOCIAL_GROUP = "social_group"
    AGENCY = "agency"
    BRANCH = "branch"
    COOPERATIVE = "cooperative"
    SOLE_TRADER = "sole_trader"
    OTHER = "other"


class Size(StrEnum):
    """The statistical size classes of enterprises."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class HonourStatus(StrEnum):
    """Whether the source of an honour decides it or only proposes it."""

    PROPOSED = "proposed"
    DECIDED = "decided"


class Standing(StrEnum):
    """What an honour is worth on a given day."""

    PROPOSED = "proposed"
    NOT_YET = "not_yet"
    HELD = "held"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Relation(StrEnum):
    """Whose honour it is, seen from the organisation that is asked about."""

    SELF = "self"
    PARENT = "parent"
    GROUP = "group"
    SUBSIDIARY = "subsidiary"


STANDINGS: Final[Mapping[Standing, Text]] = MappingProxyType(
    {
        Standing.PROPOSED: Text("拟授（非荣誉）", "proposed (not an honour)"),
        Standing.NOT_YET: Text("尚未授予", "not granted yet"),
        Standing.HELD: Text("有效", "held"),
        Standing.EXPIRED: Text("已到期", "expired"),
        Standing.REVOKED: Text("已撤销", "revoked"),
    }
)

TIERS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "award": Text("正奖", "award"),
        "nomination": Text("提名奖", "nomination"),
        "innovation": Text("创新奖", "innovation award"),
        "project": Text("项目", "project"),
        "other": Text("其他", "other"),
    }
)
