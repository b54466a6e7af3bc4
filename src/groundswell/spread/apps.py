from datetime import timedelta

from django.apps import AppConfig


class SpreadConfig(AppConfig):
    name = "groundswell.spread"
    label = "spread"

    def ready(self) -> None:
        from groundswell.activity import chores
        from groundswell.spread import receivers, verbs  # noqa: F401 - registers
        from groundswell.spread.services.asking import ask_what_became

        chores.register("spread.ask", every=timedelta(hours=1), do=ask_what_became)
