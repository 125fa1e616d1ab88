"""The addresses below ``/api/``: one for each path of the table, and nothing else."""

from django.urls import URLPattern, path, re_path

from zhiheng.web.api import acts, intake, judging, pages, papers, public
from zhiheng.web.api.operations import OPERATIONS, api

ROOMS = (public, papers, acts, judging, intake)  # imported, so that their operations are in the table

app_name = "api"
_runs = {str(one.pattern): one.callback for one in api.urls[0]}
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("openapi.json", pages.document, name="document"),
    *(
        path(where, pages.view_of(f"/{where}".replace("<", "{").replace(">", "}"), _runs[where]))
        for where in dict.fromkeys(
            one.path.lstrip("/").replace("{", "<").replace("}", ">") for one in OPERATIONS.values()
        )
    ),
    re_path(r"^(?P<rest>(?s:.+))\Z", pages.nowhere, name="nowhere"),  # a line feed is part of an address too
]
