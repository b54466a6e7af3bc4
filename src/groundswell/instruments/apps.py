from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "groundswell.instruments"
    label = "instruments"

    def ready(self) -> None:
        """Register verbs, and what is kept of a person."""
        from groundswell.instruments import receivers, verbs  # noqa: F401 - importing registers
        from groundswell.instruments.selectors import name_instruments
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        naming.register(Kind.INSTRUMENT, name_instruments)
