"""Random requests against the running server: no fault, and no answer that the document does not name."""

import json
import random

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from web.api_world import build, headers, token_for
from web.test_api_policies import BY_NAME

EXAMPLES = 12
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = ["office", "supervisor", "applicant", "assessor", "department", "government", ""]


@pytest.fixture
def site(transactional_db, regions, live_server):
    """The small world on a running server, with tokens that are good today."""
    from django.utils import timezone

    from factories import OPENS
    from zhiheng.registers.actions import import_honours

    import_honours(now=OPENS)
    world, now = build(), timezone.now()
    places = {"stranger": "350100", "applicant": world.published[0].subject}
    world.secrets = {
        role: token_for(code, places.get(role, "350200"), now=now) for role, code in world.accounts.items()
    }
    return world, live_server.url


def _name_cases(body, codes, choose):
    """Put codes of cases that exist where a body names cases, so that requests come past the first refusal."""
    for rows in body.values() if isinstance(body, dict) else ():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "case" in row:
                row["case"] = choose.choice(codes)


def _fuzz(operation, world, choose, seen):
    one = BY_NAME[operation.definition.raw["operationId"]]
    known = {**world.known["all"], **world.known.get(one.name, {})}

    @seed(20251120)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case):
        if choose.random() < 0.8:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
            _name_cases(case.body, [*world.judged.codes, *(one.code for one in world.published)], choose)
        role = choose.choice(ROLES)
        response = case.call(headers=headers(world.secrets[role]) if role else {}, timeout=20)
        seen.append((one.name, response.status_code))
        case.validate_response(response, checks=CHECKS)

    ask()


def test_random_requests_find_no_fault_and_nothing_undocumented(site):
    world, url = site
    choose, seen = random.Random(20251120), []
    schema = openapi.from_url(f"{url}/api/openapi.json")
    for found in schema.get_all_operations():
        _fuzz(found.ok(), world, choose, seen)
    assert {name for name, _ in seen} == set(BY_NAME)
    assert {200, 404, 422} <= {status for _, status in seen}
    assert 500 not in {status for _, status in seen}


def test_every_answer_to_a_stranger_walking_the_document_is_public_or_absent(site):
    world, url = site
    document = requests.get(f"{url}/api/openapi.json", timeout=20).json()
    answers = {}
    for one in BY_NAME.values():
        send = requests.post if one.is_act else requests.get
        answers[one.name] = send(f"{url}{world.address(one)}", data=json.dumps({}), timeout=20).status_code
    public = {
        entry["operationId"]
        for item in document["paths"].values()
        for entry in item.values()
        if {} in entry["security"]
    }
    assert {name for name, status in answers.items() if status != 404} <= public
    assert schemathesis.__version__.startswith("4.")
