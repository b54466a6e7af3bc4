from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "groundswell.evidence"
    label = "evidence"

    def ready(self) -> None:
        from groundswell.evidence import verbs  # noqa: F401 - registers
        from groundswell.evidence.formats import teachers  # noqa: F401 - registers
