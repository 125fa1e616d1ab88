"""The addresses of this room's pages."""

from django.urls import URLPattern, URLResolver, path

from zhiheng.programmes.awards.pages import (
    calls,
    feedback,
    files,
    intake,
    mine,
    opening,
    organisations,
    proving,
    sections,
    submission,
    why,
)

app_name = "awards"
DESK = "desk/rounds/<slug:code>/"
MINE = "applications/<slug:code>/<slug:organisation>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", calls.calls, name="calls"),
    path("calls/<slug:code>/", calls.call, name="call"),
    path("calls/<slug:code>/check/", calls.check, name="check"),
    path("cases/<slug:code>/why/", why.why, name="why"),
    path("applications/", mine.mine, name="mine"),
    path("applications/<slug:code>/", mine.choose, name="choose"),
    path(MINE, mine.application, name="application"),
    path(f"{MINE}sections/<str:section>/", sections.section, name="section"),
    path(f"{MINE}sections/<str:section>/here/", sections.here, name="here"),
    path(f"{MINE}files/", files.files, name="files"),
    path(f"{MINE}files/begin/", files.begin, name="begin_upload"),
    path(f"{MINE}files/arriving/<slug:upload>/", files.piece, name="piece"),
    path(f"{MINE}files/<slug:document>/", files.file, name="file"),
    path(f"{MINE}files/<slug:document>/remove/", files.remove, name="remove_file"),
    path(f"{MINE}files/<slug:document>/clean/", files.clean, name="clean_file"),
    path(f"{MINE}submit/", submission.submit, name="submit"),
    path(f"{MINE}receipts/<int:number>/", submission.receipt, name="receipt"),
    path(f"{MINE}receipts/<int:number>/content.json", submission.content, name="content"),
    path(f"{MINE}late/", submission.late, name="late"),
    path(f"{MINE}feedback/", feedback.feedback, name="feedback"),
    path(f"{MINE}feedback/feedback.json", feedback.feedback_json, name="feedback_json"),
    path(f"{MINE}withdraw/", submission.withdraw, name="withdraw"),
    path("desk/rounds/open/", opening.open_round, name="open_round"),
    path(f"{DESK}applications/", intake.applications, name="applications"),
    path(f"{DESK}applications/workbook.xlsx", intake.workbook, name="applications_workbook"),
    path(f"{DESK}applications/template.xlsx", intake.template, name="template"),
    path(f"{DESK}applications/import/", intake.take_in, name="take_in"),
    path(f"{DESK}recompute/", proving.recomputed, name="recompute"),
    path(f"{DESK}proof.json", proving.proof, name="proof"),
    path(f"{DESK}dossier.zip", proving.dossier, name="dossier"),
    path("organisations/<slug:code>/", organisations.organisation, name="organisation"),
]
