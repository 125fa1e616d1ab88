"""The addresses of the whole site."""

from django.urls import URLPattern, URLResolver, include, path

from zhiheng.web.pages import account, cases, home, honours, ledger, rounds, rulebooks

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
    path("rulebooks/text/<slug:digest>/", rulebooks.rulebook_text, name="rulebook_text"),
    path("rulebooks/<slug:authority>/<slug:instrument>/<slug:version>/", rulebooks.rulebook, name="rulebook"),
    path("honours/", honours.honours, name="honours"),
    path("honours/<slug:code>/", honours.honour, name="honour"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<slug:book>/", ledger.book, name="book"),
    path("ledger/<slug:book>/<int:size>/", ledger.note, name="note"),
    path("language/", account.language, name="language"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "web"))),
    path("", include("zhiheng.casework.urls")),
    path("", include("zhiheng.review.urls")),
    path("", include("zhiheng.programmes.awards.urls")),
]
