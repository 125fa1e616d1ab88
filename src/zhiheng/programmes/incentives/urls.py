"""The addresses of this room's pages."""

from django.urls import URLPattern, URLResolver, path

from zhiheng.programmes.incentives.pages import claims

app_name = "incentives"
urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/<slug:code>/withdraw/", claims.withdraw, name="withdraw"),
    path("claims/<slug:code>/withdrawn/", claims.withdrawn, name="withdrawn"),
]
