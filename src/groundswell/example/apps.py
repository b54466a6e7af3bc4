from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "groundswell.example"
    label = "example"
