"""A small server such as a blog's: byte ranges, a strict content security policy, and a list of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

STRICT = (
    "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'self'; script-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
WITH_DATA = STRICT.replace("media-src 'self'", "media-src 'self' data:")
"""For the author's page and the player, whose captions are in them."""


class Handler(SimpleHTTPRequestHandler):
    """Sends files or parts of them, as RFC 9110 asks."""

    asked: list[str]
    policy: str

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is the library's
        """Silent."""

    def do_GET(self) -> None:
        path = Path(self.directory) / unquote(urlsplit(self.path).path).lstrip("/")
        if path.name == "favicon.ico":  # the browser's own idea, not the page's
            self.send_response(204)
            self.end_headers()
            return
        self.asked.append(urlsplit(self.path).path.lstrip("/"))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = 0, len(data) - 1
        if wanted:
            first, last = int(wanted[1]), min(int(wanted[2] or last), last)
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(last + 1 - first))
        self.send_header("Accept-Ranges", "bytes")
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(data[first : last + 1])


Handler.extensions_map = {**Handler.extensions_map, ".vtt": "text/vtt", ".webp": "image/webp"}


@contextmanager
def served(folder: Path, policy: str) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder on this machine alone; gives the address, and the list that each request is added to."""
    asked: list[str] = []
    handler = type("Serving", (Handler,), {"asked": asked, "policy": policy})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] - a browser hangs up on a video when it likes
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
