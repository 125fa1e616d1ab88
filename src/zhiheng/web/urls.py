"""The addresses of the whole site."""

from django.urls import URLPattern, URLResolver, include, path

from zhiheng.web.pages import (
    account,
    cases,
    home,
    honours,
    ledger,
    rounds,
    rulebook_compare,
    rulebook_editor,
    rulebook_simulation,
    rulebooks,
    security_account,
    security_acting,
    security_factors,
    security_invitations,
    security_links,
    security_mail,
    security_sign_in,
    security_tokens,
    security_visits,
    start,
)

handler400 = "zhiheng.shell.errors.malformed"
handler403 = "zhiheng.shell.errors.denied"
handler404 = "zhiheng.shell.errors.absent"
handler500 = "zhiheng.shell.errors.broken"

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:code>/", rounds.round_page, name="round"),
    path("cases/<slug:code>/", cases.case, name="case"),
    path("rulebooks/", rulebooks.rulebooks, name="rulebooks"),
    path("rulebooks/compare/", rulebook_compare.compare, name="compare"),
    path("rulebooks/edit/", rulebook_editor.edit_rulebook, name="edit_rulebook"),
    path("rulebooks/check/", rulebook_editor.check_rulebook, name="check_rulebook"),
    path("rulebooks/schema.json", rulebook_editor.schema, name="rulebook_schema"),
    path("rulebooks/text/<slug:digest>/", rulebooks.rulebook_text, name="rulebook_text"),
    path("rulebooks/text/<slug:digest>/rulebook.yaml", rulebooks.rulebook_file, name="rulebook_file"),
    path("rulebooks/text/<slug:digest>/simulate/", rulebook_simulation.simulated, name="simulate_rulebook"),
    path("rulebooks/<slug:authority>/<slug:instrument>/<slug:version>/", rulebooks.rulebook, name="rulebook"),
    path("honours/", honours.honours, name="honours"),
    path("honours/<slug:code>/", honours.honour, name="honour"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<slug:book>/", ledger.book, name="book"),
    path("ledger/<slug:book>/<int:size>/", ledger.note, name="note"),
    path("language/", account.language, name="language"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
]
pages += [  # sign-in security and mail
    path("sign-in/", security_sign_in.sign_in, name="sign_in"),
    path("sign-in/second/", security_sign_in.second_factor, name="second_factor"),
    path("sign-in/passkey/", security_sign_in.passkey, name="passkey"),
    path("sign-in/forgotten/", security_links.forgotten, name="forgotten"),
    path("sign-in/forgotten/asked/", security_links.reset_asked, name="reset_asked"),
    path("reset/<slug:key>/", security_links.reset, name="reset"),
    path("invitation/<slug:key>/", security_links.invitation, name="invitation"),
    path("mail-address/<slug:key>/", security_links.confirm_address, name="confirm_address"),
    path("invitations/", security_invitations.invitations, name="invitations"),
    path("invitations/<slug:code>/withdraw/", security_invitations.withdraw, name="withdraw_invitation"),
    path("start/", start.start, name="start"),
    path("acting/", security_acting.choose, name="acting"),
    path("account/security/", security_account.security, name="security"),
    path("account/password/", security_account.password, name="password"),
    path("account/mail/", security_account.mail_address, name="mail_address"),
    path("account/tokens/", security_tokens.tokens, name="tokens"),
    path("account/tokens/<slug:code>/revoke/", security_tokens.revoke, name="revoke_token"),
    path("account/visits/", security_visits.visits, name="visits"),
    path("account/factors/", security_factors.factors, name="factors"),
    path("account/factors/generator/", security_factors.add_generator, name="add_generator"),
    path("account/factors/generator.svg", security_factors.generator_picture, name="generator_picture"),
    path("account/factors/passkey/", security_factors.add_passkey, name="add_passkey"),
    path("account/factors/codes/", security_factors.recovery_codes, name="recovery_codes"),
    path("mails/", security_mail.mails, name="mails"),
    path("mails/<slug:code>/", security_mail.mail, name="mail"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "web"))),
    path("api/", include("zhiheng.web.api.urls")),
    path("design/", include("zhiheng.web.pages.design")),  # development only
    path(
        "", include("zhiheng.programmes.awards.urls")
    ),  # before casework: its words would be taken for stages
    path("", include("zhiheng.programmes.incentives.urls")),
    path("", include("zhiheng.casework.urls")),
    path("", include("zhiheng.review.urls")),
]
