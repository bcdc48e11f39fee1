"""Headers that nobody sends, and what is hardly HTTP at all."""

import gzip
import json
import random

from benchmarks.campaign.hostile.api import API, CONTENT_TYPES, METHODS, raw_header, segment
from benchmarks.campaign.hostile.attempts import Attempt, encoded
from benchmarks.campaign.hostile.values import raw_text, text
from benchmarks.campaign.wire import request_bytes

PAGES = (
    "/", "/given/", "/inside/", "/learn/", "/learn/neural-networks/", "/learn/gradient-descent/",
    "/learn/backpropagation/",
    "/learn/summary/", "/api/docs", "/api/v1/openapi.json", "/api/v1/recognize", "/api/v1/learn/versions",
    "/healthz",
    "/readyz", "/favicon.ico", "/language/", "/admin/", "/admin/login/", "/admin/jsi18n/", "/static/",
    "/static/css/base.css",
)  # fmt: skip
QUESTION = json.dumps({"strokes": [[[40, 10], [40, 90]]], "mode": "digit"}).encode()
HEADERS: dict[str, tuple[str | bytes, ...]] = {
    "Content-Type": CONTENT_TYPES,
    "Content-Length": ("-1", "+1", "1e3", "0x10", "1_0", "９", "", " ", "5, 5", "99999999999999999999",
        "9" * 400, "a"),
    "Content-Encoding": ("gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", "x" * 3000),
    "Transfer-Encoding": ("chunked", "gzip, chunked", "chunked, chunked", "identity", " chunked", "x",
        "chunked;a=b"),
    "Accept": ("", "*/*;q=nan", "a/b" * 2000, "text/html;q=1e999", ";;;", "application/json;q=-1"),
    "Accept-Language": ("zh", "zh-hans,en;q=0.1", "x" * 600, "-" * 600, "en;q=" + "9" * 400,
        ("a-" * 2000), "\0", "*", "zh;q=²"),
    "Accept-Encoding": ("gzip;q=nan", "*", "x" * 5000, ",,,,", "gzip;q=0, *;q=0"),
    "Range": ("bytes=0-", "bytes=-1", "bytes=5-1", "bytes=0-0,1-1,2-2", "bytes=" + "0-1," * 500,
        "bytes=99999999999999999999-", "x=1", "bytes=²-3"),
    "If-Modified-Since": ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 99 Foo 0000 99:99:99 GMT", "0", "x" * 3000, "Sat, 31 Feb 2026 00:00:00 GMT"),
    "If-None-Match": ('"' * 3000, "*", "W/", '"a", ' * 1000),
    "Host": ("", " ", "localhost", "127.0.0.1:99999", "[::1", "evil.example", "a" * 3000, "127.0.0.1:",
        "127.0.0.1, evil", b"\xff", "@"),
    "Cookie": ("sessionid=" + "a" * 32, "sessionid=%00", "sessionid=' OR 1", "sessionid", "=", ";" * 3000,
        "csrftoken=" + "a" * 64, "csrftoken=\x7f", "django_language=../../etc", "django_language=zh-hans",
        "django_language=" + "x" * 3000, "messages=[[]]", 'messages="\\054"', "a=" + "b" * 6000,
        b"sessionid=\xff\xfe", "sessionid=" + "Z" * 5000),
    "X-CSRFToken": ("a" * 64, "", "a" * 32, "é" * 32),
    "X-Forwarded-For": ("1.2.3.4", "::ffff:1.2.3.4", ", ,", "a" * 3000, "1.2.3.4, " * 500, "%s"),
    "X-Forwarded-Proto": ("https", "https, http", "x"),
    "X-Forwarded-Host": ("evil.example",),
    "Forwarded": ("for=unknown", 'for="[::1', ";" * 1000),
    "Expect": ("100-continue", "200-ok", ""),
    "Connection": ("keep-alive", "close, keep-alive", "Upgrade", ""),
    "Upgrade": ("websocket", "h2c"),
    "Origin": ("null", "https://evil.example", "x" * 3000, "http://127.0.0.1:1"),
    "Referer": ("", "x" * 3000, "http://[", "javascript:1"),
    "Authorization": ("Basic " + "=" * 50, "Bearer x", "Basic \xff"),
    "Contributor": ("A" * 43, "A" * 42, "\x01" * 43),
    "User-Agent": ("", "x" * 3000, "() { :; }; echo"),
    "Content_Length": ("5",),
    "Wsgi.Input": ("x",),
    "Http-Proxy": ("http://evil",),
    "Proxy": ("http://evil",),
    "Traceparent": ("00-" + "0" * 32 + "-" + "0" * 16 + "-01", "x" * 500),
    "X-Request-Id": ("x" * 3000, "a b", "\x07"),
}  # fmt: skip


def headers(rng: random.Random) -> Attempt:
    """Return a plain request with headers that nobody sends, or an address that nobody has."""
    target: str | bytes = rng.choice(PAGES)
    if rng.random() < 0.3:
        target = address(rng)
    names = rng.sample(list(HEADERS), rng.randrange(1, 4))
    chosen: dict[str, str | bytes] = {
        name: rng.choice(HEADERS[name]) if rng.random() < 0.85 else raw_header(rng) for name in names
    }
    body = b""
    method = rng.choice(METHODS) if rng.random() < 0.15 else "GET"
    if rng.random() < 0.35:
        method, target, body = "POST", API + "recognize", QUESTION
        chosen.setdefault("Content-Type", "application/json")
        if chosen.get("Content-Encoding") == "gzip":
            body = gzip.compress(body)
    elif rng.random() < 0.1:
        method, target = "POST", "/language/"
        chosen["Content-Type"] = "application/x-www-form-urlencoded"
        body = encoded([("language", raw_text(rng)), ("next", raw_text(rng))])
    return Attempt(method=method, target=target, headers=chosen, body=body, name=names[0])


def address(rng: random.Random) -> str | bytes:
    """Return an address that leads nowhere, or there by another way."""
    page = rng.choice(PAGES)
    return rng.choice(
        (
            f"{page}{segment(rng)}", f"{page}?{encoded([(text(rng)[:100], raw_text(rng))]).decode()}",
            f"/{page}",
            f"{page}/../{page}", f"{page}%2e%2e/%2e%2e/etc/passwd", f"/static/{segment(rng)}",
            f"/static/..%2f..%2f{segment(rng)[:50]}",
            f"http://evil.example{page}", "*", "//", "/%", "/%ff%fe", "/%00", "/?" + "a&" * 2000,
            "/" + "a/" * 2000,
            f"{page}?" + "&".join(f"a{n}=1" for n in range(1200)), f"{page};jsessionid=1", f"{page}#x",
            "/\u202e", b"/\xff\xfe",
        )
    )  # fmt: skip


def wire(rng: random.Random) -> Attempt:
    """Return bytes that are no request, or one that says two things at once."""
    name, raw = rng.choice(list(MALFORMED.items()))
    if rng.random() < 0.2:
        good = request_bytes("POST", API + "recognize", {"Content-Type": "application/json"}, QUESTION)
        at = rng.randrange(len(good))
        return Attempt(
            raw=good[:at] + rng.randbytes(rng.randrange(1, 9)) + good[at + rng.randrange(3) :], name="changed"
        )
    return Attempt(raw=raw, name=name)


HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n"
POST = b"POST /api/v1/recognize HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST
MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "blank lines": b"\r\n" * 50,
    "zeros": bytes(5000),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "no version": b"GET / HTTP\r\n" + HOST + b"\r\n",
    "method": b"G\0T / HTTP/1.1\r\n" + HOST + b"\r\n",
    "long method": b"A" * 3000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n",
    "long line": b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "long header": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: 1\r\n" % n for n in range(5000)) + b"\r\n",
    "folded": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "no colon": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "space before colon": b"GET / HTTP/1.1\r\n" + HOST + b"X : a\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
    "returns alone": b"GET / HTTP/1.1\rHost: 127.0.0.1\r\r",
    "zero in header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    "smuggled": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "less than promised": POST + b"Content-Length: 1000\r\n\r\n{",
    "more than promised": POST + b"Content-Length: 2\r\n\r\n{}" + b"x" * 5000,
    "huge promise": POST + b"Content-Length: 99999999999\r\n\r\n{}",
    "chunk sizes": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "negative chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n",
    "huge chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{}\r\n",
    "open chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "chunk extension": POST
    + b"Transfer-Encoding: chunked\r\n\r\n2;" + b"a" * 10_000 + b"\r\n{}\r\n0\r\n\r\n",
    "trailers": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n",
    "tiny chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n{\r\n" * 3000 + b"0\r\n\r\n",
    "absolute": b"GET http://127.0.0.1/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "connect": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n",
    "asterisk": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "many at once": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50
    + b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "no UTF-8": b"GET /\xff\xfe?\xc0\x80 HTTP/1.1\r\n" + HOST + b"X: \xff\r\n\r\n",
}  # fmt: skip
"""By name, so that a finding says what it was."""
