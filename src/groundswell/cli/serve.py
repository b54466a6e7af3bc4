"""`groundswell serve`: the site, behind a proxy that speaks HTTPS."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--processes", type=int, default=2, help="processes that serve pages (default 2: one a core)")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
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
