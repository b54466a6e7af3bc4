from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "groundswell.places"
    label = "places"

    def ready(self) -> None:
        from groundswell.places import verbs  # noqa: F401 - registers
        from groundswell.places.formats import importers  # noqa: F401 - registers
        from groundswell.places.selectors.browsing import name_spaces
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        naming.register(Kind.PLACE, name_spaces)
