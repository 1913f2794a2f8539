"""TRUST.md W3 to W5, W11, W20: what the guard lets through."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kangni.web.app import make_app
from kangni.web.local_path import local_path
from kangni.web.shelf import Shelf

TOKEN, PORT = "a-token-of-the-tests", 8601
HOST = f"127.0.0.1:{PORT}"


def stranger(shelf: Shelf) -> TestClient:
    return TestClient(make_app(shelf, token=TOKEN, port=PORT), base_url=f"http://{HOST}")


def test_without_the_token_every_door_is_shut(shelf: Shelf) -> None:
    asked = stranger(shelf)
    assert asked.get("/").status_code == 401
    assert asked.get("/enter", params={"token": "wrong"}).status_code == 401
    asked.cookies.set(f"kangni-{PORT}", "wrong")
    assert asked.get("/").status_code == 401


def test_the_token_enters_once_and_stands_in_a_cookie_that_scripts_and_other_sites_cannot_use(shelf: Shelf) -> None:
    answer = stranger(shelf).get("/enter", params={"token": TOKEN})
    assert answer.status_code == 200
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))


@pytest.mark.parametrize(
    "host",
    ["evil.test:8601", "127.0.0.1.evil.test:8601", "127.0.0.1", "127.0.0.1:80", "localhost.:8601", "", "[::2]:8601"],
)
def test_another_host_name_is_refused_before_any_page_is_made(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_the_names_of_this_machine_are_let_in(client: TestClient, name: str) -> None:
    assert client.get("/", headers={"host": f"{name}:{PORT}", "x-forwarded-host": "evil.test"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.test", f"https://{HOST}", "http://127.0.0.1:1", "nonsense", "http://[", ""]
)
def test_a_change_asked_for_by_another_page_is_refused(client: TestClient, origin: str) -> None:
    assert client.post("/open", headers={"origin": origin}, data={"study": "x"}).status_code == 403


def test_a_change_without_an_origin_or_from_another_site_is_refused(client: TestClient) -> None:
    assert client.post("/open", headers={"sec-fetch-site": "cross-site"}, data={}).status_code == 403
    del client.headers["origin"]
    assert client.post("/open", data={}).status_code == 403


def test_a_form_that_is_too_large_is_refused_by_what_it_announces_and_by_what_it_brings(client: TestClient) -> None:
    assert client.post("/open", content=b"", headers={"content-length": "2000000000"}).status_code == 413
    form = {"content-type": "application/x-www-form-urlencoded"}
    pieces = (b"study=" + b"x" * 1_000_000 for _ in range(3))
    assert client.post("/open", content=pieces, headers=form).status_code == 413


def test_pages_may_run_only_our_own_scripts_and_speak_to_nobody_else(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["//evil.test", "/\\evil.test", "https:evil.test", "https://evil.test", "\\evil", "/a\r\nx: y", "", "evil", "///x"],
)
def test_an_address_that_could_lead_elsewhere_leads_home(address: str) -> None:
    assert local_path(address) == "/"


def test_an_address_of_this_server_is_kept(shelf: Shelf, demo_file: Path) -> None:
    key = shelf.open(demo_file)
    assert local_path(f"/studies/{key}/factors?reading=all") == f"/studies/{key}/factors?reading=all"
