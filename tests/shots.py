"""What is photographed: every page as every role, with the addresses of the demonstration rounds."""

from __future__ import annotations

from dataclasses import dataclass

CALL, CREDIT, REVIEW, VOTE, DONE = "demo-call", "demo-credit", "demo-review", "demo-vote", "demo-xm"
CLOSED, CHECK, SURVEY, HEARING = "demo-closed", "demo-check", "demo-survey", "demo-hearing"
NOTICE, APPROVAL = "demo-notice", "demo-approval"
DESK, BOOK = "/desk/rounds", "/rulebooks/350200/quality-award/2020/"
CANDIDATE = "main a[href*='/candidates/']:not([href$='/step-back/'])"


@dataclass(frozen=True)
class Shot:
    """A page to photograph; ``follow`` is the link (a CSS selector) to take from the address, if any.

    ``expects`` is the status of its answer; ``does`` names one of ``DEEDS``, done before the picture.
    """

    role: str
    name: str
    address: str
    follow: str = ""
    expects: int = 200
    does: str = ""

    @property
    def stem(self) -> str:
        """Return the first part of the picture's name."""
        return f"{self.role}-{self.name}"


SHOTS = [Shot(*row) for row in (
    ("public", "home", "/"),
    ("public", "calls", "/calls/"),
    ("public", "call", f"/calls/{CALL}/"),
    ("public", "check", f"/calls/{CALL}/check/"),
    ("public", "rounds", "/rounds/"),
    ("public", "round", f"/rounds/{DONE}/"),
    ("public", "notices", "/notices/"),
    ("public", "notice", f"/notices/{DONE}/notice/"),
    ("public", "objection", f"/notices/{DONE}/notice/object/"),
    ("public", "honours", "/honours/"),
    ("public", "honours-none", "/honours/?organisation=无此单位"),
    ("public", "honour", "/honours/", "td.main a"),
    ("public", "organisation", "/honours/?organisation=固德", "td.main a", 200, "to_record"),
    ("public", "rulebooks", "/rulebooks/"),
    ("public", "rulebook", BOOK),
    ("public", "compare", "/rulebooks/compare/"),
    ("public", "ledger", "/ledger/"),
    ("public", "book", "/ledger/350200/"),
    ("public", "sign-in", "/sign-in/"),
    ("public", "sign-in-wrong", "/sign-in/", "", 200, "wrong_password"),
    ("public", "forgotten", "/sign-in/forgotten/"),
    ("public", "absent", "/nothing/", "", 404),
    ("public", "api", "/api/"),
    ("office", "desk", "/desk/"),
    ("office", "open-round", f"{DESK}/open/"),
    ("office", "round", f"{DESK}/{VOTE}/"),
    ("office", "cases", f"{DESK}/{VOTE}/cases/"),
    ("office", "stage-waiting", f"{DESK}/{VOTE}/notice/"),
    ("office", "stage-inquiry", f"{DESK}/{CREDIT}/credit/"),
    ("office", "stage-score", f"{DESK}/{REVIEW}/documents/"),
    ("office", "stage-closed", f"{DESK}/{VOTE}/conformity/"),
    ("office", "stage-notice-closed", f"{DESK}/{DONE}/notice/"),
    ("office", "close", f"{DESK}/{CREDIT}/credit/close/"),
    ("office", "close-other", f"{DESK}/{REVIEW}/documents/close/"),
    ("office", "paper-reply", f"{DESK}/{CREDIT}/credit/replies/taxation/"),
    ("office", "stage-check", f"{DESK}/{CHECK}/conformity/"),
    ("office", "case-returned", f"{DESK}/{CHECK}/conformity/cases/{CHECK}-0001/"),
    ("office", "stage-survey", f"{DESK}/{SURVEY}/satisfaction/"),
    ("office", "stage-hearing", f"{DESK}/{HEARING}/hearing/"),
    ("office", "stage-notice", f"{DESK}/{NOTICE}/notice/"),
    ("office", "objection", f"{DESK}/{NOTICE}/notice/", "main a[href*='/objections/']"),
    ("office", "stage-approval", f"{DESK}/{APPROVAL}/approval/"),
    ("office", "round-closed", f"{DESK}/{CLOSED}/"),
    ("office", "late-request", f"{DESK}/{CLOSED}/applications/", "main a[href*='/late-requests/']"),
    ("office", "applications", f"{DESK}/{CLOSED}/applications/"),
    ("office", "applications-begun", f"{DESK}/{VOTE}/applications/"),
    ("office", "import", f"{DESK}/{CALL}/applications/import/"),
    ("office", "begin", f"{DESK}/{CREDIT}/satisfaction/begin/"),
    ("office", "record-objection", f"{DESK}/{NOTICE}/notice/objections/record/"),
    ("office", "simulation", BOOK, "main a[href$='/simulate/']", 200, "simulate"),
    ("office", "write-rulebook", "/rulebooks/edit/"),
    ("office", "recompute", f"{DESK}/{DONE}/recompute/"),
    ("office", "panels", f"/panels/{REVIEW}/documents/"),
    ("office", "panel-form", f"/panels/{REVIEW}/site/form/"),
    ("office", "panel-refill", f"/panels/{REVIEW}/documents/refill/"),
    ("office", "panel-recuse", f"/panels/{REVIEW}/documents/recuse/"),
    ("office", "marks", f"/panels/{VOTE}/documents/", "th.main a"),
    ("office", "ballot", f"/ballots/{VOTE}/plenary/desk/"),
    ("office", "ballot-close", f"/ballots/{VOTE}/plenary/close/"),
    ("office", "experts", "/experts/350200/"),
    ("office", "expert-register", "/experts/350200/register/"),
    ("office", "interests", "/experts/350200/interests/"),
    ("office", "expert-link", "/experts/350200/", "main a[href*='/accounts/']"),
    ("office", "recuse-seat", f"/panels/{REVIEW}/documents/recuse/{REVIEW}-0001/"),
    ("office", "why", f"/cases/{DONE}-0004/why/"),
    ("office", "feedback", f"/cases/{DONE}-0004/", "main a[href$='/feedback/']"),
    ("office", "tokens", "/account/tokens/"),
    ("office", "case", f"/cases/{VOTE}-0003/"),
    ("office", "case-ended", f"/cases/{DONE}-0001/"),
    ("office", "case-honoured", f"/cases/{DONE}-0004/"),
    ("office", "invitations", "/invitations/"),
    ("office", "mails", "/mails/"),
    ("office", "mail", "/mails/", "main a[href^='/mails/']"),
    ("office", "withdraw", f"/cases/{VOTE}-0003/withdraw/"),
    ("office", "account", "/account/"),
    ("office", "security", "/account/security/"),
    ("office", "factors", "/account/factors/"),
    ("office", "passkey", "/account/factors/passkey/"),
    ("office", "mail-address", "/account/mail/"),
    ("office", "visits", "/account/visits/"),
    ("office", "password", "/account/password/"),
    ("supervisor", "desk", "/desk/"),
    ("supervisor", "round", f"{DESK}/{VOTE}/"),
    ("supervisor", "supervision", f"/supervision/{DONE}/"),
    ("supervisor", "stage", f"{DESK}/{VOTE}/documents/"),
    ("supervisor", "recompute", f"{DESK}/{DONE}/recompute/"),
    ("supervisor", "marks", f"/panels/{VOTE}/documents/", "th.main a"),
    ("supervisor", "ballot", f"/ballots/{VOTE}/plenary/desk/"),
    ("assessor", "desk", "/desk/"),
    ("assessor", "tasks", "/review/"),
    ("assessor", "scorebook", "/review/", "td.main a"),
    ("assessor", "scorebook-wrong", "/review/", "td.main a", 200, "wrong_mark"),
    ("assessor", "dossier", "/review/", "td.main a", 200, "to_document"),
    ("assessor", "sign", "/review/", "td.main a", 200, "to_sign"),
    ("assessor", "step-back", "/review/", "td.main a", 200, "to_step_back"),
    ("assessor", "start", "/start/"),
    ("assessor2", "interests", f"/review/interests/{REVIEW}/documents/"),
    ("assessor2", "tasks", "/review/"),
    ("member", "desk", "/desk/"),
    ("member", "tasks", "/review/"),
    ("member", "ballot", f"/ballots/{VOTE}/plenary/"),
    ("member", "candidate", f"/ballots/{VOTE}/plenary/", CANDIDATE),
    ("member", "leave", f"/ballots/{VOTE}/plenary/", "main a[href$='/step-back/']"),
    ("member", "ballot-confirm", f"/ballots/{VOTE}/plenary/", "", 200, "fill_ballot"),
    ("assessor", "hearing", f"/review/{HEARING}-0001/hearing/hearing/"),
    ("government", "desk", "/desk/"),
    ("government", "approval", f"{DESK}/{APPROVAL}/approval/"),
    ("taxation", "desk", "/desk/"),
    ("taxation", "reply", f"/departments/{CREDIT}/credit/?as=taxation"),
    ("applicant", "desk", "/desk/"),
    ("applicant", "applications", "/applications/"),
    ("applicant", "application", f"/applications/{CALL}/", "", 200, "begin_draft"),
    ("applicant", "section", f"/applications/{CALL}/", "main a[href*='/sections/contact']"),
    ("applicant", "section-report", f"/applications/{CALL}/", "main a[href*='/sections/item-']"),
    ("applicant", "files", f"/applications/{CALL}/", "main a[href$='/files/']"),
    ("applicant", "submit", f"/applications/{CALL}/", "main a[href$='/submit/']"),
    ("applicant", "handed-in", f"/applications/{REVIEW}/"),
    ("applicant", "returned", f"/applications/{CHECK}/"),
    ("applicant", "correction", f"/cases/{CHECK}-0001/correction/"),
    ("applicant", "receipt", f"/applications/{CHECK}/", "main a[href*='/receipts/']"),
    ("applicant", "withdraw", f"/applications/{REVIEW}/", "main a[href$='/withdraw/']"),
    ("applicant", "late", f"/applications/{CLOSED}/"),
    ("applicant", "late-request", f"/applications/{CLOSED}/", "main a[href$='/late/']"),
    ("applicant", "over", f"/applications/{DONE}/"),
    ("applicant", "case", f"/cases/{REVIEW}-0001/"),
    ("applicant", "feedback", f"/applications/{DONE}/", "", 200, "to_feedback"),
    ("applicant", "why", f"/cases/{CHECK}-0001/why/"),
    ("applicant", "start", "/start/"),
    ("applicant", "account", "/account/"),
    ("design", "index", "/design/"),
    ("design", "work", "/design/work/"),
    ("design", "case", "/design/case/"),
    ("design", "sheet", "/design/sheet/"),
    ("design", "forms", "/design/forms/"),
    ("design", "document", "/design/document/"),
    ("design", "public", "/design/public/"),
    ("design", "figures", "/design/figures/"),
    ("design", "words", "/design/words/"),
    ("design", "too-often", "/design/states/too-often/"),
    ("design", "refused", "/design/states/refused/"),
)]  # fmt: skip
