"""The names of states, outcomes and roles, in both languages."""

from __future__ import annotations

from zhiheng.core.text import Text

STATES = {
    "running": Text("办理中", "running"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "ended": Text("已终止", "ended"),
    "completed": Text("已办结", "completed"),
    "concluded": Text("已结束", "concluded"),
    "waiting": Text("未开始", "not begun"),
    "open": Text("进行中", "open"),
    "closed": Text("已结束", "closed"),
}
OUTCOMES = {
    "passed": Text("通过", "passed"),
    "failed": Text("未通过", "failed"),
    "selected": Text("入选", "selected"),
    "not_selected": Text("未入选", "not selected"),
    "upheld": Text("异议成立", "objection upheld"),
    "approved": Text("批准", "approved"),
    "refused": Text("未获批准", "not approved"),
    "honoured": Text("授奖", "honoured"),
    "paid": Text("已兑付", "paid"),
}
ROLES = {
    "office": Text("评审办", "award office"),
    "supervisor": Text("监督人员", "supervisor"),
    "applicant": Text("申报单位", "applicant"),
    "assessor": Text("评审员", "assessor"),
    "committee": Text("评审委员会", "committee"),
    "department": Text("有关部门", "department"),
    "street": Text("街道", "street office"),
    "government": Text("人民政府", "government"),
}
