from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "groundswell.people"
    label = "people"

    def ready(self) -> None:
        from groundswell.accounts import naming as user_naming
        from groundswell.people import receivers, verbs  # noqa: F401 - registers
        from groundswell.people.formats import importers  # noqa: F401 - registers
        from groundswell.people.registry import first_consents  # noqa: F401 - registers
        from groundswell.people.selectors.people import name_spaces, names_of_users
        from groundswell.people.services import holdings, retention  # noqa: F401 - they register
        from groundswell.people.services.consents import publish_first_texts
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        naming.register(Kind.PERSON, name_spaces)
        user_naming.register(names_of_users)
        post_migrate.connect(publish_first_texts, sender=self)
