"""Documents from addresses, against servers on this computer alone."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from corpus.store import Store
from ingest import fetch as fetching
from ingest import ingest_files, inner_network, is_address
from ingest.fetch import fetch
from ingest.readers.reading import read_bytes
from tests.conftest import run
from tests.test_legacy import SAMPLE, encode

PAGE = (
    "<html><head><title>x</title></head><body><p>Điều 1. Phạm vi</p><p>1. Áp dụng tại tỉnh Lam Giang.</p></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/hop/"):
            left = int(path.rpartition("/")[2])
            return self.answer(b"", 302, Location=f"/hop/{left - 1}" if left else "/page.html")
        if path == "/status":
            return self.answer(b"<html>", int(self.path.split("?")[1]))
        if path == "/page.html":
            # The type is a lie, and it does not matter.
            return self.answer(PAGE.encode(), **{"Content-Type": "image/png"})
        if path == "/latin":
            return self.answer(
                b"<html><body><p>D\xe9j\xe0 vu</p></body></html>", **{"Content-Type": "text/html; charset=ISO-8859-1"}
            )
        if path == "/vni":
            return self.answer(encode(SAMPLE, "vni"), **{"Content-Type": "text/plain; charset=utf-8"})
        if path == "/t%E1%BA%A3i/":
            return self.answer(
                b"Mot.",
                **{"Content-Disposition": "attachment; filename*=UTF-8''..%2F..%2Fk%E1%BA%BF%20ho%E1%BA%A1ch.txt"},
            )
        if path == "/huge":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"Mot hai ba.\n" * 10_000)
            except OSError:
                return None
        if path == "/slow":
            time.sleep(3)
            return self.answer(b"Mot.")
        if path == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"a")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return None
        if path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"Mot")
            return None
        if path == "/away":
            return self.answer(b"", 302, Location=f"http://localhost:{self.server.server_address[1]}/page.html")
        if path == "/file":
            return self.answer(b"", 302, Location="file:///etc/passwd")
        return self.answer(b"nothing", 404)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def refusal(url: str) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        fetch(url)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_page_by_its_bytes(server: str) -> None:
    content = fetch(f"{server}/page.html?x=1")
    assert (content.name, content.url) == ("page.html", f"{server}/page.html?x=1")
    raw = read_bytes(content.data, content.name, content.charset)
    assert raw.media_type == "text/html"
    assert raw.text.splitlines()[0] == "Điều 1. Phạm vi"


def test_redirects_up_to_five(server: str) -> None:
    assert fetch(f"{server}/hop/4").name == "page.html"
    assert "more than 5 times" in refusal(f"{server}/hop/5")


def test_charset_of_the_header(server: str) -> None:
    content = fetch(f"{server}/latin")
    assert read_bytes(content.data, content.name, content.charset).text == "Déjà vu"
    content = fetch(f"{server}/vni")  # what the bytes are goes before what is declared
    assert read_bytes(content.data, content.name, content.charset).text == SAMPLE


def test_names(server: str) -> None:
    assert fetch(f"{server}/t%E1%BA%A3i/").name == "kế hoạch.txt"
    assert fetch(f"{server}/hop/0").name == "page.html"


@pytest.mark.parametrize(
    ("status", "words"), [(404, "leads to no document"), (403, "signing in"), (500, "try again later")]
)
def test_errors_of_the_server(server: str, status: int, words: str) -> None:
    message = refusal(f"{server}/status?{status}")
    assert words in message
    assert str(status) in message


def test_size_is_limited_while_it_arrives(server: str) -> None:
    start = time.monotonic()
    assert "more than the 10 MB" in refusal(f"{server}/huge")
    assert time.monotonic() - start < 20


def test_time_is_limited(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.5)
    assert "does not answer" in refusal(f"{server}/slow")
    monkeypatch.setattr(fetching, "TOTAL", 0.5)
    assert "takes longer" in refusal(f"{server}/drip")


def test_connections_that_fail(server: str) -> None:
    assert "cannot be fetched" in refusal(f"{server}/cut")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert "does not accept connections" in refusal(f"http://127.0.0.1:{port}/")
    assert "No server is called khong-co.invalid" in refusal("http://khong-co.invalid/a")


def test_certificates_are_checked(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    try:
        subprocess.run([*command, "-keyout", key, "-out", certificate], capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("openssl makes the certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        threading.Thread(target=http.serve_forever, daemon=True).start()
        assert "no valid certificate" in refusal(f"https://127.0.0.1:{http.server_port}/page.html")
        http.shutdown()


@pytest.mark.parametrize(
    "url",
    ["ftp://example.vn/a", "http://x:99999/",
      "file:///etc/passwd", "javascript://x", "http://", "https:///a", "http://[::1", "http://a\nb/", "http://" + "a" * 300 + "/"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert is_address(url)
    refusal(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[fe80::1]"]
)  # fmt: skip
def test_visitors_reach_no_inner_network(host: str) -> None:
    with pytest.raises(UnreadableFileError, match="inner network"):
        fetch(f"http://{host}:9/", inner=False)


def test_redirects_and_second_answers_of_names_lead_there_neither(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(inner_network.SETTING, "example.vn 127.0.0.1")
    assert fetch(f"{server}/hop/1", inner=False).name == "page.html"
    with pytest.raises(UnreadableFileError, match="localhost is in the inner network"):
        fetch(f"{server}/away", inner=False)
    monkeypatch.delenv(inner_network.SETTING)
    with Store(tmp_path) as store:
        (refused,) = ingest_files([f"{server}/page.html"], store, inner=False)
    assert "inner network" in (refused.error or "")
    monkeypatch.setattr(
        "ingest.fetch.check_request", lambda _: None
    )  # as if the name had led elsewhere when it was looked up
    with pytest.raises(UnreadableFileError, match="inner network"):
        fetch(f"{server}/page.html", inner=False)


def test_redirect_to_a_file_is_refused(server: str) -> None:
    refusal(f"{server}/file")


def test_paths_are_no_addresses() -> None:
    assert not any(map(is_address, ["a.txt", "C:\\a.txt", "C:/a.txt", "/a//b", "van-ban/https:", "./http://x"]))


def test_the_address_is_the_source(server: str, tmp_path: Path) -> None:
    url = f"{server}/page.html"
    with Store(tmp_path / "home") as store:
        added, missing, again = ingest_files([url, f"{server}/none", url], store)
        assert (added.status, missing.status, again.status) == ("added", "refused", "unchanged")
        assert added.source == url
        document = store.document(added.document_id or "")
        assert (document.source.url, document.source.name) == (url, "page.html")
        assert store.original(document).read_bytes() == PAGE.encode()


def test_command_line(server: str, tmp_path: Path) -> None:
    done = run("ingest", "--json", f"{server}/page.html", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert f'"source": "{server}/page.html", "status": "added"' in done.stdout
    done = run("ingest", "ftp://example.vn/a", home=tmp_path / "home")
    assert done.returncode == 1
    assert "https://" in done.stderr
