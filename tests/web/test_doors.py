"""Each door has a rule about who may; and no page of a study answers where none is open."""

from __future__ import annotations

from starlette.testclient import TestClient

from kangni.web.app import DOORS
from kangni.web.door import Who


def test_every_door_says_who_may_and_no_two_are_the_same() -> None:
    assert all(isinstance(door.who, Who) for door in DOORS)
    assert len({(door.path, door.method) for door in DOORS}) == len(DOORS)


def test_doors_that_change_a_study_are_never_opened_by_a_link() -> None:
    for door in DOORS:
        assert (door.method == "GET") == (
            door.who is not Who.CODER and not door.path.startswith(("/open", "/demo"))
        ) or (door.who is Who.READER and door.method == "POST"), door.path


def test_a_study_that_is_not_open_has_no_pages(client: TestClient) -> None:
    for door in DOORS:
        if "{key}" in door.path:
            path = door.path.replace("{key}", "0123456789").replace("{", "").replace("}", "")
            assert client.request(door.method, path).status_code == 404, path


def test_an_address_nobody_knows_is_said_to_lead_nowhere(client: TestClient) -> None:
    for path in ("/nowhere", "/studies", "/static/x/../../app.py", "/static/x/build/none.js"):
        assert client.get(path).status_code == 404
