"""`groundswell serve`: the site, behind a proxy that speaks HTTPS."""

import argparse
import sys

from groundswell.cli.asking import at_least_one, port, port_is_free

MORE = """\
Put a proxy that speaks HTTPS in front, on this machine; the site believes what it says of the visitor (X-Forwarded-For,
X-Forwarded-Proto) and nobody else. Settings come from the environment and from /etc/groundswell.env. Start
`groundswell worker` beside it. SIGTERM ends it after the pages that are being made.

  groundswell serve
  groundswell serve --port 8080 --processes 4
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=port, default=8000, help="port to listen on (default 8000)")
    parser.add_argument(
        "--processes", type=at_least_one, default=2, help="processes that serve pages (default 2: one a core)"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    if options.host in {"127.0.0.1", "localhost", "0.0.0.0"} and not port_is_free(options.port):  # noqa: S104 - as it was asked
        print(
            f"groundswell: port {options.port} is taken. Is the site running already? Else: --port {options.port + 1}",
            file=sys.stderr,
        )
        return 1
    import uvicorn

    uvicorn.run(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        workers=options.processes,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    return 0
