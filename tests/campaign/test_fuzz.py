"""The short campaign of hostile requests, the same ones each time; how long they take is for the long one."""

from random import Random

from benchmarks.campaign.fuzz import CLIENTS, KINDS, Campaign, Finding, Findings, kept, unexpected_in_log
from benchmarks.campaign.hostile.admin import Session
from benchmarks.campaign.hostile.attempts import Attempt
from benchmarks.campaign.wire import Answer
from tests.support.site import BAR, Site

REQUESTS = 300


def test_hostile_requests_bring_no_error_of_the_server(own_site: Site) -> None:
    campaign = Campaign(own_site)
    before = own_site.server_memory().keys()
    campaign.run(range(REQUESTS), CLIENTS)
    findings = campaign.findings
    assert [str(finding) for finding in (*findings.errors, *findings.telling)] == []
    assert unexpected_in_log(own_site.log.read_text(errors="replace")) == []
    assert sum(findings.statuses.values()) == REQUESTS
    assert {kind for kind, _status in findings.statuses} == set(KINDS)
    assert own_site.server_memory().keys() == before, "no process died"
    assert own_site.ask("recognize", BAR)["text"] == "1"


def test_the_same_seed_makes_the_same_requests() -> None:
    session = Session("http://127.0.0.1:1", "admin", "", forms={"": []})
    for kind in ("recognize", "pictures", "lessons", "feedback", "admin", "headers", "wire"):
        first, again = (KINDS[kind][1](Random(3), session).as_bytes() for _ in range(2))  # noqa: S311
        assert first == again


def found(answer: Answer, kind: str = "recognize", **headers: str) -> Findings:
    """Return what is made of an answer."""
    findings = Findings()
    findings.take(Finding(kind=kind, number=1, attempt=Attempt(headers=headers), answer=answer))
    return findings


def test_what_is_a_finding() -> None:
    assert found(Answer(status=500)).errors
    assert found(Answer(status=0)).errors, "closed without an answer"
    assert found(Answer(status=200, seconds=2.1)).slow
    assert found(Answer(status=404, body=b'  File "/srv/x.py", line 3')).telling
    for good in (Answer(status=400), Answer(status=200, seconds=1.9)):
        findings = found(good)
        assert not findings.errors
        assert not findings.slow
        assert not findings.telling
    assert not found(Answer(status=0), "wire").errors, "what is no request needs no answer"
    assert not found(Answer(status=0), "headers", **{"Content-Length": "01"}).errors, "its body never comes"
    assert found(Answer(status=0), "headers", **{"Content-Length": "0"}).errors
    assert found(Answer(status=0), "headers", **{"Content-Length": "9" * 400}).errors, "a 413 is due"


def test_what_is_a_fault_in_the_log() -> None:
    fault = (
        "2026-01-01 1 ERROR   django.request: Internal Server Error: /x\nTraceback (most recent call last):"
    )
    refused = "2026-01-01 1 ERROR   django.security.DisallowedHost: 'x'\nTraceback (most recent call last):"
    assert len(unexpected_in_log(f"begin\n{fault}")) == 2
    assert unexpected_in_log(f"begin\n{refused}") == []


def test_what_a_process_needs_for_a_moment_is_none_that_it_keeps() -> None:
    assert kept([{1: 300, 2: 100}, {1: 250, 2: 400}, {1: 500, 3: 70}]) == {1: 250, 3: 70}
