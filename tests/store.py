"""A store that speaks S3 on this machine (moto's server, in a process of its own), with one bucket."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER = shutil.which("moto_server", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
BUCKET = "uploads"


@dataclass
class Store:
    """`client` is Amazon's own library, for looking what is really there."""

    endpoint: str
    client: Any

    @property
    def settings(self) -> dict[str, str]:
        return {"S3_BUCKET": BUCKET, "S3_ENDPOINT": self.endpoint, "S3_ACCESS_KEY": "ours", "S3_SECRET_KEY": "known"}

    def names(self) -> list[str]:
        return sorted(one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def empty(self) -> None:
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=name)


@contextmanager
def running() -> Iterator[Store]:
    import boto3

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [SERVER or "moto_server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id="ours",
            aws_secret_access_key="known",
            region_name="us-east-1",
        )
        for _try in range(300):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        client.create_bucket(Bucket=BUCKET)
        yield Store(endpoint, client)
        client.close()
    finally:
        server.terminate()
        server.wait()
