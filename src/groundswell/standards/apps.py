from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "groundswell.standards"
    label = "standards"

    def ready(self) -> None:
        from groundswell.standards import verbs  # noqa: F401 - registers
        from groundswell.standards.formats import statements  # noqa: F401 - registers
