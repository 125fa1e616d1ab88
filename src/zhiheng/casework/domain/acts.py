"""What the acts in the ledger are called."""

from __future__ import annotations

from zhiheng.core.text import Text

ACTS = {
    "awards.application_submitted": Text("提交申报", "application handed in"),
    "awards.applications_imported": Text("导入申报名单", "applications imported"),
    "awards.contact_changed": Text("变更联系人", "contact changed"),
    "awards.feedback_read": Text("查阅反馈报告", "feedback report read"),
    "awards.sheet_recorded": Text("评审办以表格代录", "sheet recorded by the office"),
    "casework.approval_given": Text("作出批准意见", "decision of the approving body"),
    "casework.attested": Text("认定条件", "condition attested"),
    "casework.case_opened": Text("受理办件", "case opened"),
    "casework.case_read": Text("查阅办件", "case read"),
    "casework.case_restored": Text("恢复已撤回的办件", "withdrawn case restored"),
    "casework.case_withdrawn": Text("撤回申报", "case withdrawn"),
    "casework.correction_answered": Text("提交补正材料", "corrected file handed in"),
    "casework.correction_asked": Text("退回补正", "returned for correction"),
    "casework.declared_changed": Text("变更申报内容", "declaration changed"),
    "casework.gate_decided": Text("作出是否通过的决定", "decision whether a case goes through"),
    "casework.finding_given": Text("作出结论", "finding given"),
    "casework.late_entry_decided": Text("决定逾期申请", "late entry decided"),
    "casework.late_entry_requested": Text("提出逾期申请", "late entry requested"),
    "casework.objection_decided": Text("处理异议", "objection decided"),
    "casework.objection_given": Text("收到异议", "objection received"),
    "casework.reply_given": Text("部门答复", "department's reply"),
    "casework.round_concluded": Text("本届办结", "round concluded"),
    "casework.round_opened": Text("开启届次", "round opened"),
    "casework.rulebook_saved": Text("保存规则书新版本", "new version of a rulebook saved"),
    "casework.sample_round_discarded": Text("清除演示届次", "sample round discarded"),
    "casework.stage_closed": Text("结束环节", "stage closed"),
    "casework.stage_opened": Text("开始环节", "stage begun"),
    "casework.survey_recorded": Text("录入测评结果", "survey result recorded"),
    "casework.told_outside": Text("另行告知结果", "told outside the house"),
    "registers.honour_granted": Text("授予荣誉", "honour granted"),
    "registers.honour_revoked": Text("撤销荣誉", "honour revoked"),
    "review.ballot_cast": Text("投票", "ballot cast"),
    "review.ballot_closed": Text("结束表决", "ballot closed"),
    "review.ballot_opened": Text("开始表决", "ballot opened"),
    "review.comment_given": Text("提出评语", "comment given"),
    "review.comment_withdrawn": Text("撤回评语", "comment withdrawn"),
    "review.dossier_read": Text("查阅候选单位卷宗", "candidate's dossier read"),
    "review.draw_announced": Text("公布抽取名单", "list of a draw announced"),
    "review.expert_linked": Text("专家关联账号", "expert linked to an account"),
    "review.hearing_points_given": Text("答辩评分", "points of a hearing given"),
    "review.interest_decided": Text("裁定利害关系", "interest decided"),
    "review.interest_declared": Text("申报利害关系", "interest declared"),
    "review.interests_stated": Text("申明利害关系情况", "interests stated"),
    "review.mark_given": Text("评分", "mark given"),
    "review.panel_drawn": Text("抽取评审组", "panel drawn by lot"),
    "review.panel_formed": Text("组成评审组", "panel formed"),
    "review.panel_refilled": Text("补派评审员", "assessor replaced"),
    "review.penalty_given": Text("登记扣分", "penalty recorded"),
    "review.paper_read": Text("查阅材料", "paper read"),
    "review.presence_recorded": Text("签到", "presence recorded"),
    "review.recused": Text("回避", "stepped back"),
    "review.scorebook_handed_in": Text("代交评分手册", "scorebook handed in"),
    "review.scorebook_reopened": Text("重新打开已签署的评分手册", "signed scorebook opened again"),
    "review.scorebook_signed": Text("签署评分手册", "scorebook signed"),
}
DEVIATING = (
    "awards.sheet_recorded",
    "casework.case_restored",
    "casework.declared_changed",
    "casework.late_entry_decided",
    "review.interest_decided",
    "review.panel_refilled",
    "review.recused",
    "review.scorebook_reopened",
)


def act_word(act: str) -> Text:
    """Return what an act is called; one that no list knows is shown by its code."""
    return ACTS.get(act) or Text.of(act)
