"""The addresses of this room's pages."""

from django.urls import URLPattern, URLResolver, path

from zhiheng.review.pages import (
    ballot,
    ballot_desk,
    candidate,
    dossier,
    draws,
    experts,
    hearing,
    interests,
    panels,
    penalties,
    scorebook,
    tasks,
    values,
)

app_name = "review"
CASE = "review/<slug:case_code>/<slug:stage>"
BALLOT = "ballots/<slug:round_code>/<slug:stage>"
PANELS = "panels/<slug:round_code>/<slug:stage>"
POOL = "experts/<slug:authority>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("review/", tasks.tasks, name="tasks"),
    path("review/interests/<slug:round_code>/<slug:stage>/", interests.interests, name="interests"),
    path(f"{CASE}/", scorebook.scorebook, name="scorebook"),
    path(f"{CASE}/mark/", scorebook.mark, name="mark"),
    path(f"{CASE}/note/", scorebook.note, name="note"),
    path(f"{CASE}/note/withdraw/", scorebook.withdraw_note, name="withdraw_note"),
    path(f"{CASE}/state/", scorebook.state, name="state"),
    path(f"{CASE}/sign/", scorebook.sign, name="sign"),
    path(f"{CASE}/marks/", values.marks, name="marks"),
    path(f"{CASE}/hearing/", hearing.hearing, name="hearing"),
    path(f"{CASE}/penalties/", penalties.penalties, name="penalties"),
    path(f"{CASE}/step-back/", interests.step_back, name="step_back"),
    path(f"{CASE}/papers/<slug:document>/", dossier.paper, name="paper"),
    path(f"{CASE}/reopen/<slug:seat>/", panels.reopen, name="reopen"),
    path(f"{BALLOT}/", ballot.ballot, name="ballot"),
    path(f"{BALLOT}/candidates/<slug:case>/", candidate.candidate, name="candidate"),
    path(f"{BALLOT}/candidates/<slug:case>/papers/<slug:document>/", candidate.paper, name="candidate_paper"),
    path(f"{BALLOT}/candidates/<slug:case>/step-back/", interests.leave, name="leave"),
    path(f"{BALLOT}/confirm/", ballot.confirm, name="confirm"),
    path(f"{BALLOT}/cast/", ballot.cast, name="cast"),
    path(f"{BALLOT}/receipt/", ballot.receipt, name="receipt"),
    path(f"{BALLOT}/desk/", ballot_desk.desk, name="ballot_desk"),
    path(f"{BALLOT}/open/", ballot_desk.open_vote, name="open_vote"),
    path(f"{BALLOT}/presence/", ballot_desk.presence, name="presence"),
    path(f"{BALLOT}/close/", ballot_desk.close_vote, name="close_vote"),
    path(f"{PANELS}/", panels.panels, name="panels"),
    path(f"{PANELS}/form/", panels.form_panel, name="form_panel"),
    path(f"{PANELS}/draw/", draws.draw, name="draw"),
    path(f"{PANELS}/draw/now/", draws.draw_now, name="draw_now"),
    path(f"{PANELS}/refill/", panels.refill, name="refill"),
    path(f"{PANELS}/recuse/", panels.recuse, name="recuse"),
    path(f"{PANELS}/recuse/<slug:case>/", panels.recuse_seat, name="recuse_seat"),
    path("experts/", experts.pools, name="pools"),
    path(f"{POOL}/", experts.experts, name="experts"),
    path(f"{POOL}/register/", experts.register, name="register"),
    path(f"{POOL}/accounts/<slug:expert>/", experts.link, name="link"),
    path(f"{POOL}/interests/", experts.undecided, name="undecided"),
    path(f"{POOL}/interests/<slug:interest>/", experts.decide, name="decide"),
]
