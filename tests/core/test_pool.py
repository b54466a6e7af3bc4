"""PostgreSQL's server may be restarted while the site runs."""

import threading

import psycopg
import pytest
from django.db import connection

from groundswell.core.models import Draft

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL's connections are pooled"),
]


def test_pages_after_a_restart_of_the_database_get_lines_that_work():
    together, results = threading.Barrier(4), []

    def page() -> None:
        results.append(Draft.objects.count())
        together.wait(60)  # so that each has a line of its own
        connection.close()

    def four_pages() -> None:
        threads = [threading.Thread(target=page) for _n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    four_pages()
    connection.close()
    given = connection.get_connection_params()
    address = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**address, autocommit=True) as server:
        ended = server.execute(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert ended is not None
    assert ended[0] >= 4
    four_pages()
    assert results == [0] * 8
