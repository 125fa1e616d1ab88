"""The addresses of this room's pages."""

from django.urls import URLPattern, URLResolver, path

from zhiheng.casework.pages import (
    cases,
    checks,
    desk,
    notices,
    objections,
    replies,
    rounds,
    stages,
    supervision,
    telling,
    words,
)

app_name = "casework"
STAGE = "desk/rounds/<slug:code>/<slug:stage>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/rounds/<slug:code>/", rounds.round_desk, name="round"),
    path("desk/rounds/<slug:code>/cases/", rounds.cases, name="cases"),
    path("desk/rounds/<slug:code>/cases.xlsx", rounds.cases_xlsx, name="cases_xlsx"),
    path("desk/rounds/<slug:code>/late-requests/<int:number>/", cases.decide_late, name="decide_late"),
    path(STAGE, stages.stage, name="stage"),
    path(f"{STAGE}begin/", stages.begin, name="begin"),
    path(f"{STAGE}close/", stages.close, name="close"),
    path(f"{STAGE}attest/", checks.attest, name="attest"),
    path(f"{STAGE}survey/", words.survey, name="survey"),
    path(f"{STAGE}approve/", words.approve, name="approve"),
    path(f"{STAGE}told/", telling.told, name="told"),
    path(f"{STAGE}replies/<slug:department>/", replies.paper, name="paper"),
    path(f"{STAGE}objections/record/", objections.record, name="record_objection"),
    path(f"{STAGE}objections/<int:number>/", objections.decide, name="decide"),
    path(f"{STAGE}cases/<slug:case>/", checks.checked_case, name="checked_case"),
    path(f"{STAGE}cases/<slug:case>/return/", checks.return_case, name="return_case"),
    path("departments/<slug:code>/<slug:stage>/", replies.department, name="department"),
    path("supervision/<slug:code>/", supervision.supervision, name="supervision"),
    path("cases/<slug:code>/correction/", cases.correction, name="correction"),
    path("cases/<slug:code>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<slug:code>/restore/", cases.restore, name="restore"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<slug:code>/<slug:stage>/", notices.notice, name="notice"),
    path("notices/<slug:code>/<slug:stage>/object/", notices.objection, name="objection"),
    path("notices/<slug:code>/<slug:stage>/receipts/<str:token>/", notices.receipt, name="receipt"),
]
