"""The words that rulebooks use without explaining them; a rulebook adds its own under ``terms``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhiheng.core.text import Text

if TYPE_CHECKING:
    from zhiheng.rules.model import Rulebook

DEPARTMENTS = {
    "market_regulation": Text("市场监督管理部门", "market regulation"),
    "taxation": Text("税务部门", "taxation"),
    "ecology": Text("生态环境部门", "ecology and environment"),
    "emergency_management": Text("应急管理部门", "emergency management"),
    "human_resources": Text("人力资源和社会保障部门", "human resources and social security"),
    "development_reform": Text("发展和改革部门", "development and reform"),
    "industry": Text("工业和信息化部门", "industry and information technology"),
    "commerce": Text("商务部门", "commerce"),
    "finance": Text("财政部门", "finance"),
    "public_security": Text("公安机关", "public security"),
    "courts": Text("人民法院", "the courts"),
    "credit": Text("社会信用主管部门", "social credit"),
    "customs": Text("海关", "customs"),
    "housing_construction": Text("住房和城乡建设部门", "housing and construction"),
    "health": Text("卫生健康部门", "health"),
    "education": Text("教育部门", "education"),
    "science": Text("科学技术部门", "science and technology"),
    "agriculture": Text("农业农村部门", "agriculture and rural affairs"),
    "trade_union": Text("工会", "the trade union"),
    "discipline": Text("纪检监察机关", "discipline inspection"),
}
EVENTS = {
    "major_accident": Text("重大质量、安全、环保等事故", "major quality, safety or environmental accident"),
    "quality_accident": Text("质量事故", "quality accident"),
    "safety_accident": Text("安全生产事故", "work safety accident"),
    "environmental_accident": Text("环境污染事故", "environmental accident"),
    "public_health_accident": Text("公共卫生事件", "public health incident"),
    "failed_spot_check": Text("监督抽查不合格", "failed spot check"),
    "dishonesty": Text("严重失信", "serious dishonesty on record"),
    "penalty": Text("行政处罚", "administrative penalty"),
    "tax_violation": Text("税收违法", "tax violation"),
    "criminal_case": Text("刑事案件", "criminal case"),
    "labour_dispute": Text("重大劳动争议", "serious labour dispute"),
    "infringement": Text("知识产权侵权", "infringement of intellectual property"),
    "complaint": Text("重大质量投诉", "serious quality complaint"),
    "recall": Text("产品召回", "product recall"),
    "false_application": Text("申报弄虚作假", "false statement in an application"),
    "honour_revoked": Text("荣誉被撤销", "honour revoked"),
    "loss": Text("年度经营亏损", "a year closed at a loss"),
}
PAPERS = {
    "application_form": Text("申报表", "application form"),
    "self_assessment_report": Text("自我评价报告", "self-assessment report"),
    "licence": Text("主体资格证明", "proof of legal status"),
    "recommendation": Text("推荐意见", "recommendation"),
    "honesty_commitment": Text("信用承诺书", "commitment to honesty"),
    "published_standard": Text("已发布的标准文本", "text of the published standard"),
    "applicants_notice": Text("申报单位公示证明", "proof of the applicants' notice"),
    "bank_account": Text("收款账户证明", "proof of bank account"),
}
CERTIFICATES = {
    "gbt19001": Text("质量管理体系认证", "quality management certificate (GB/T 19001)"),
    "gbt24001": Text("环境管理体系认证", "environmental management certificate (GB/T 24001)"),
    "gbt45001": Text("职业健康安全管理体系认证", "occupational health and safety certificate (GB/T 45001)"),
    "little_giant": Text("专精特新“小巨人”企业", "specialised “little giant” enterprise"),
    "specialised_sme": Text("专精特新中小企业", "specialised small or medium enterprise"),
    "high_tech": Text("高新技术企业", "high-tech enterprise"),
}
MEASURES = {
    "excellence_model_years": Text("卓越绩效模式运行年数", "years of running an excellence model"),
    "tax_paid": Text("上年度纳税额", "tax paid last year"),
    "staff": Text("从业人数", "staff"),
    "profitable_years": Text("连续盈利年数", "consecutive years without loss"),
    "revenue": Text("上年度营业收入", "revenue of last year"),
}
KINDS = {
    "enterprise": Text("企业", "enterprise"),
    "institution": Text("事业单位", "public institution"),
    "social_group": Text("社会团体", "social group"),
    "agency": Text("机关", "government agency"),
    "branch": Text("分支机构", "branch"),
    "cooperative": Text("合作社", "cooperative"),
    "sole_trader": Text("个体工商户", "sole trader"),
    "other": Text("其他组织", "other organisation"),
    "individual": Text("个人", "individual"),
    "team": Text("班组", "team"),
    "unit": Text("法人内设机构", "unit within a legal person"),
    "project": Text("项目", "project"),
}
SIZES = {
    "large": Text("大型", "large"),
    "medium": Text("中型", "medium"),
    "small": Text("小型", "small"),
    "micro": Text("微型", "micro"),
}
LEVELS = {
    "international": Text("国际标准", "international standard"),
    "national": Text("国家标准", "national standard"),
    "industry": Text("行业标准", "industry standard"),
    "local": Text("地方标准", "local standard"),
    "group": Text("团体标准", "group standard"),
}
ACTORS = {
    "office": Text("评审办", "the award office"),
    "street": Text("街道办事处", "the street office"),
    "department": Text("有关部门", "the department concerned"),
    "assessor": Text("评审员", "the assessors"),
    "committee": Text("评审委员会", "the committee"),
    "government": Text("人民政府", "the government"),
    "supervisor": Text("监督人员", "the supervisor"),
    "applicant": Text("申报单位", "the applicant"),
}
RELATIONS = {
    "self": Text("本单位", "the subject itself"),
    "parent": Text("其母公司", "its parent"),
    "group": Text("其所在集团", "its group"),
    "subsidiary": Text("其子公司", "its subsidiary"),
}
WORDS: Mapping[str, Mapping[str, Text]] = {
    "department": DEPARTMENTS,
    "event": EVENTS,
    "paper": PAPERS,
    "certificate": CERTIFICATES,
    "measure": MEASURES,
    "kind": KINDS,
    "size": SIZES,
    "level": LEVELS,
}


def word(of: str, id_: str, rulebook: Rulebook | None = None) -> Text:
    """Return the wording of a word: the rulebook's own, else the house's, else the id itself."""
    own = rulebook.term(of, id_) if rulebook is not None else None
    return own or WORDS.get(of, {}).get(id_) or Text.of(id_)
