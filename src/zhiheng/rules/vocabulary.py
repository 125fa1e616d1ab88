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
    "illegal_conduct": Text("违法违规行为", "unlawful conduct"),
    "no_licence": Text("应取得而未取得许可", "operating without a licence that is needed"),
    "competition_violation": Text("垄断或不正当竞争行为", "breach of competition law"),
    "claim": Text("质量索赔或批量退货", "quality claim or return of goods"),
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
    "initial_review_report": Text("初审推荐报告", "initial review and recommendation report"),
    "government_opinion": Text("当地政府意见", "opinion of the local government"),
    "department_opinion": Text("有关部门意见", "opinions of the departments"),
    "achievement_report": Text("先进质量管理成果（事迹）材料", "report on the result or the merits"),
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
    "profit": Text("上年度利润", "profit of last year"),
    "output": Text("上年度产值", "output of last year"),
    "assets": Text("资产总额", "total assets"),
    "market_share": Text("市场占有率", "market share"),
    "exports": Text("上年度出口额", "exports of last year"),
    "social_contribution": Text("社会贡献", "contribution to society"),
    "quality_level": Text("质量水平", "quality level"),
}
MONEY = frozenset({"tax_paid", "revenue", "profit", "output", "assets", "exports"})
"""The measures that are counted in yuan."""
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
    "government": Text("人民政府", "government"),
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
RATINGS = {
    "per_mu_benefit": Text("亩均效益评价", "per-mu benefit class"),
    "quality_credit": Text("质量信用等级", "quality credit grade"),
    "credit": Text("社会信用等级", "social credit grade"),
    "tax_credit": Text("纳税信用等级", "tax credit grade"),
}
LISTS = {
    "industries_of_the_year": Text("本届评选行业名录", "the industries of this edition"),
    "nurturing_pool": Text("培育库", "the nurturing pool"),
    "industry_codes": Text("行业分类目录", "the catalogue of industry codes"),
    "dishonesty_list": Text("严重失信主体名单", "the list of the seriously dishonest"),
}
OWN = "own"
CHANNELS = {
    "provincial_government": Text("省级人民政府", "the provincial government"),
    "city_government": Text("市级人民政府", "the city government"),
    "county_government": Text("县级人民政府", "the county government"),
    "town_government": Text("乡镇人民政府（街道办事处）", "the town or street"),
    "zone": Text("开发区管理委员会", "the zone administration"),
    "department": Text("主管部门", "a department"),
    "market_regulation": Text("市场监督管理部门", "market regulation"),
    "association": Text("行业协会（社会组织）", "an association"),
    "expert": Text("专家", "an expert"),
    OWN: Text("自行申报", "its own application"),
}
CAUSES = {
    "policy_loss": Text("政策性亏损", "a loss that policy caused"),
    "force_majeure": Text("不可抗力", "force majeure"),
    "not_at_fault": Text("无责任", "without fault"),
    "remedied": Text("已整改并修复信用", "remedied and restored"),
}
ROLES = {
    "chief_quality_officer": Text("首席质量官", "chief quality officer"),
    "craftsman": Text("工匠", "master craftsman"),
    "front_line": Text("一线员工", "front-line staff"),
    "quality_manager": Text("质量管理人员", "quality manager"),
    "scholar": Text("质量学者", "quality scholar"),
}
RANKS = {
    "none": Text("无行政级别", "no rank"),
    "clerk": Text("科员级", "clerk"),
    "vice_section": Text("乡科级副职", "vice section head"),
    "section": Text("乡科级正职", "section head"),
    "vice_county": Text("县处级副职", "vice county (division) head"),
    "county": Text("县处级正职", "county (division) head"),
    "vice_bureau": Text("厅局级副职", "vice bureau head"),
    "bureau": Text("厅局级正职", "bureau head"),
    "vice_minister": Text("省部级副职", "vice minister"),
    "minister": Text("省部级正职", "minister"),
}
"""The ranks of officials, from the lowest to the highest."""
SCOPES = {
    "national": Text("国家级", "national"),
    "provincial": Text("省级", "provincial"),
    "city": Text("市级", "city"),
    "county": Text("县（区）级", "county"),
    "town": Text("乡镇（街道）级", "town"),
    "zone": Text("开发区", "zone"),
}
"""The levels of governments, checks, rankings and places."""
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
    "same_person": Text("同一人", "the same person"),
    "own_person": Text("其人员", "its own person"),
    "own_organisation": Text("其所在单位", "its own organisation"),
    "legal_representative": Text("其法定代表人", "its legal representative"),
}
TIERS = {
    "award": Text("正奖", "the award proper"),
    "nomination": Text("提名奖", "nomination"),
    "gold": Text("金奖", "gold"),
    "silver": Text("银奖", "silver"),
    "bronze": Text("铜奖", "bronze"),
    "innovation": Text("创新奖", "innovation award"),
}
"""The tiers of other instruments, of which nothing but an id is known."""
WORDS: Mapping[str, Mapping[str, Text]] = {
    "department": DEPARTMENTS,
    "event": EVENTS,
    "paper": PAPERS,
    "certificate": CERTIFICATES,
    "measure": MEASURES,
    "kind": KINDS,
    "size": SIZES,
    "level": LEVELS,
    "rating": RATINGS,
    "list": LISTS,
    "channel": CHANNELS,
    "cause": CAUSES,
    "role": ROLES,
    "award": {},
}


def a(name: str) -> str:
    """Return an English noun with its indefinite article."""
    return f"an {name}" if name[:1].lower() in "aeio" else f"a {name}"


def by_year(measure: Text) -> Text:
    """Return the wording of a measure of last year for any year."""
    return Text(
        measure.zh.removeprefix("上年度"), measure.en.removesuffix(" of last year").removesuffix(" last year")
    )


def word(of: str, id_: str, rulebook: Rulebook | None = None) -> Text:
    """Return the wording of a word: the rulebook's own, else the house's, else the id itself."""
    own = rulebook.term(of, id_) if rulebook is not None else None
    return own or WORDS.get(of, {}).get(id_) or Text.of(id_)
