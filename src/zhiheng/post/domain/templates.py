"""The wordings of every kind of mail, in both languages."""

from __future__ import annotations

from typing import Final

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post.domain.letters import Template

_IGNORE = Text(
    "如果不是您本人的操作，请忽略本邮件，您的账号没有任何变化。",
    "If this was not you, ignore this mail: nothing about your account has changed.",
)

TEMPLATES: Final[tuple[Template, ...]] = (
    Template(
        "invitation",
        Text("邀请您担任{role}（{place}）", "You are invited as {role} ({place})"),
        (
            Text(
                "{by}邀请您以“{role}”身份参加{place}的工作。",
                "{by} invites you to take part as {role}: {place}.",
            ),
            Text(
                "请在 {until} 前打开以下链接接受邀请。链接只能使用一次；过期后请联系邀请单位重新发送。",
                "Open the link below before {until} to accept. It works once; after that, ask for a new one.",
            ),
        ),
        link=Text("接受邀请", "Accept the invitation"),
        secret=True,
    ),
    Template(
        "password_reset",
        Text("重新设置密码", "Set a new password"),
        (
            Text(
                "账号“{username}”申请重新设置密码。", "A new password was asked for the account “{username}”."
            ),
            Text(
                "请在 {until} 前打开以下链接设置新密码。链接只能使用一次。",
                "Open the link below before {until} to set it. The link works once.",
            ),
            _IGNORE,
        ),
        link=Text("设置新密码", "Set the new password"),
        secret=True,
    ),
    Template(
        "address_confirm",
        Text("确认您的邮箱", "Confirm your mail address"),
        (
            Text(
                "账号“{username}”要把本邮箱登记为联系邮箱。请在 {until} 前打开以下链接确认。",
                "The account “{username}” wants to be written to at this address. Confirm before {until}.",
            ),
            _IGNORE,
        ),
        link=Text("确认邮箱", "Confirm the address"),
        secret=True,
    ),
    Template(
        "account_changed",
        Text("您的账号有一项安全变更", "A security setting of your account was changed"),
        (
            Text("账号“{username}”于 {at} 发生以下变更：{what}", "Account “{username}”, {at}: {what}"),
            Text(
                "如果不是您本人的操作，请立即重新设置密码，并联系评审办。",
                "If this was not you, set a new password at once and call the office.",
            ),
        ),
        link=Text("查看账号安全", "See the security of your account"),
    ),
    Template(
        "new_sign_in",
        Text("您的账号在新的设备或地点登录", "Your account was signed in at a new place"),
        (
            Text(
                "账号“{username}”于 {at} 登录。设备：{device}；地址：{address}。",
                "The account “{username}” was signed in, {at}. Device: {device}; address: {address}.",
            ),
            Text(
                "如果不是您本人的操作，请打开以下页面结束该登录，并修改密码。",
                "If this was not you, open the page below, end that visit and change your password.",
            ),
        ),
        link=Text("查看登录情况", "See where you are signed in"),
    ),
    Template(
        "task_opened",
        Text("待办：{task}", "To do: {task}"),
        (
            Text(
                "{round}：“{stage}”环节已经开始，您有一项待办：{task}。",
                "{round}: the stage “{stage}” has begun. You owe: {task}.",
            ),
            Text("请在 {due} 前办理。", "It is due before {due}."),
        ),
        link=Text("去办理", "Do it now"),
    ),
    Template(
        "deadline_near",
        Text("提醒：{task}，还剩 {left}", "Reminder: {task}, {left} left"),
        (
            Text(
                "{round}：“{task}”须在 {due} 前办理，还剩 {left}。",
                "{round}: “{task}” is due before {due}, {left} left.",
            ),
        ),
        link=Text("去办理", "Do it now"),
    ),
    Template(
        "application_received",
        Text("申报已收到：{case}", "Application received: {case}"),
        (
            Text(
                "{organisation}：{round}的申报材料已于 {at} 收到，编号 {case}。",
                "{organisation}: the application to {round} was received, {at}, under {case}.",
            ),
            Text(
                "内容摘要（SHA-256）{digest}；总账记录 {line}。请保存本回执，它可以证明提交的时间和内容。",
                "Digest of the content (SHA-256) {digest}; ledger line {line}. Keep this: it proves time and content.",
            ),
        ),
        link=Text("查看办件", "See the case"),
    ),
    Template(
        "correction_asked",
        Text("请补正：{case}", "Please correct: {case}"),
        (
            Text(
                "{organisation}：{round}的申报材料（{case}）需要补正，请在 {due} 前完成。",
                "{organisation}: the file {case} of {round} needs correction before {due}.",
            ),
            Text("需要补正的内容：", "What needs correction:"),
        ),
        quote="what",
        link=Text("补正材料", "Correct the file"),
    ),
    Template(
        "notice_published",
        Text("公示开始：{round}", "Public notice: {round}"),
        (
            Text(
                "{round}的公示已经发布，公示期至 {until} 止。公示期内可以提出异议。",
                "The public notice of {round} is out and runs until {until}. Objections may be raised until then.",
            ),
        ),
        link=Text("查看公示", "See the notice"),
    ),
    Template(
        "result",
        Text("结果通知：{case}", "Result: {case}"),
        (
            Text(
                "{organisation}：{round}“{stage}”环节的结论为：{outcome}。",
                "{organisation}: {round}, stage “{stage}”: {outcome}.",
            ),
            Text(
                "理由和所依据的条款见办件页面。",
                "The reasons and the articles stand on the page of the case.",
            ),
        ),
        link=Text("查看结论和理由", "See the finding and why"),
    ),
)
_BY_NAME: Final = {one.name: one for one in TEMPLATES}


def template_named(name: str) -> Template:
    """Return a template by its name, or refuse."""
    found = _BY_NAME.get(name)
    if found is None:
        raise Refused(
            "mail.unknown", Text(f"没有名为 {name} 的邮件模板。", f"There is no mail called {name}.")
        )
    return found
