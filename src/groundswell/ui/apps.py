from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "groundswell.ui"
    label = "ui"

    def ready(self) -> None:
        """Every app's panels and links register now, so that a mistake shows at start and not on some page."""
        autodiscover_modules("panels", "navigation")
