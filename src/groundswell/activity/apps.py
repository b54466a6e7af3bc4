from datetime import timedelta

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "groundswell.activity"
    label = "activity"

    def ready(self) -> None:
        from groundswell.activity import chores
        from groundswell.activity.services.cleaning import clean_up
        from groundswell.activity.services.digests import write_digests

        chores.register("activity.clean-up", every=timedelta(days=1), do=clean_up)
        chores.register("activity.digests", every=timedelta(minutes=5), do=write_digests)
