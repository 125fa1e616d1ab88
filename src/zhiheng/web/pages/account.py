"""Signing in and out, the language of the pages, and what an account may act as."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from zhiheng.shell.doors import anyone, door, show, signed_in, visitor_of
from zhiheng.web.labels import roles_of
from zhiheng.web.pages.security_own import for_setting_up

sign_out = for_setting_up(door(anyone)(LogoutView.as_view()))

# Another site could at most change the language in which somebody reads. Without a token the public pages
# set no cookie and are the same bytes for every reader.
language = csrf_exempt(for_setting_up(door(anyone)(set_language)))


@door(signed_in)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show in which roles the account acts, and let it sign out."""
    return show(request, "web/account.html", roles=roles_of(visitor_of(request)))
