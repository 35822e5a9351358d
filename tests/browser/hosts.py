"""Small pages of other sites that embed the chat, each hostile in its own way, on an origin of their own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RESET = """
* { all: unset !important; display: block !important; position: static !important; float: left !important;
  margin: 40px !important; font: 40px/3 monospace !important; color: red !important; letter-spacing: 1em !important;
  width: 50% !important; visibility: hidden !important; }
solewise-chat { width: 10px !important; height: 10px !important; inset: auto !important; z-index: -1 !important;
  transform: rotate(3deg) !important; opacity: .2 !important; filter: blur(3px) !important; }
"""

PROTOTYPES = """
Array.prototype.toJSON = function () { return "prototype"; };
Array.prototype.first = function () { return this[0]; };
Array.prototype.last = [];
String.prototype.extra = 1;
Object.defineProperty(Array.prototype, "remove", { value() {}, enumerable: true });
"""


class Hosts:
    """A server of host pages. ``base`` is their origin, ``bot`` the address of the assistant that they embed."""

    def __init__(self) -> None:
        hosts = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body, kind, policy = hosts.page(self.path)
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Nothing: tests tell what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        self.bot = ""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str) -> tuple[str, str, str]:
        """Content, media type and policy of a page."""
        name = path.strip("/").partition("?")[0]
        if name == "reset.css":
            return RESET, "text/css", ""
        if name == "prototypes.js":
            return PROTOTYPES, "text/javascript", ""
        if name == "violations.js":
            return (
                "addEventListener('securitypolicyviolation',"
                "(e) => (document.title += ` ${e.violatedDirective} ${e.blockedURI}`));",
                "text/javascript",
                "",
            )
        head = {
            "reset": '<link rel="stylesheet" href="/reset.css">',
            "prototypes": '<script src="/prototypes.js"></script>',
            "strict": '<script src="/violations.js"></script>',
        }.get(name, "")
        policy = ""
        if name == "strict":
            policy = (
                f"default-src 'none'; script-src {self.bot} {self.base}; connect-src {self.bot}; img-src {self.bot}; "
                "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
            )
        direction = ' dir="rtl"' if name == "rtl" else ""
        return (
            f"<!doctype html><html lang=en{direction}><head><meta charset=utf-8><title>host</title>"
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}'
            f'<script type="module" src="{self.bot}/widget/solewise.js"></script></head>'
            f"<body><main><h1>A page of another site</h1><p id=text>{'Some text. ' * 200}</p></main>"
            "<solewise-chat></solewise-chat></body></html>",
            "text/html",
            policy,
        )
