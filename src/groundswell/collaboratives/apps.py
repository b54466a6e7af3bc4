from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "groundswell.collaboratives"
    label = "collaboratives"

    def ready(self) -> None:
        from datetime import timedelta

        from groundswell.activity import chores
        from groundswell.collaboratives import receivers, verbs  # noqa: F401 - registers
        from groundswell.collaboratives.services.reminding import remind_owners
        from groundswell.collaboratives.wording import name_collaboratives
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        chores.register("collaboratives.remind-owners", every=timedelta(hours=1), do=remind_owners)
        naming.register(Kind.COLLABORATIVE, name_collaboratives)
