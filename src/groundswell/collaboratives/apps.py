from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "groundswell.collaboratives"
    label = "collaboratives"

    def ready(self) -> None:
        from groundswell.collaboratives import receivers, verbs  # noqa: F401 - registers
        from groundswell.collaboratives.wording import name_collaboratives
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        naming.register(Kind.COLLABORATIVE, name_collaboratives)
