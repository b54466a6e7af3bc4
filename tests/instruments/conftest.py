import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import provide_user
from groundswell.instruments.choices import Purpose
from groundswell.instruments.services.instruments import create_instrument, publish_version, start_draft
from groundswell.people.services.people import provide_person
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

YES_NO = [{"code": "yes", "label": {"en": "Yes", "es": "Sí"}}, {"code": "no", "label": {"en": "No", "es": "No"}}]
DEGREES = [{"code": f"d{n}", "label": {"en": f"degree {n}", "es": f"grado {n}"}} for n in (1, 2, 3)]
QUESTIONS = [
    {"code": "about", "kind": "section", "label": {"en": "About the day", "es": "Sobre el día"}},
    {
        "code": "came",
        "kind": "single",
        "label": {"en": "Did you come?", "es": "¿Vino?"},
        "required": True,
        "choices": YES_NO,
    },
    {
        "code": "stand",
        "kind": "grid",
        "label": {"en": "Where do you stand?", "es": "¿Dónde está?"},
        "required": True,
        "choices": DEGREES,
        "rows": [
            {"code": "knowledge", "measures": "knowledge", "label": {"en": "I know how", "es": "Sé cómo"}},
            {"code": "team", "label": {"en": "My team does it", "es": "Mi equipo lo hace"}},
        ],
        "show_if": {"match": "all", "conditions": [{"question": "came", "test": "any_of", "values": ["yes"]}]},
    },
    {
        "code": "liked",
        "kind": "multiple",
        "label": {"en": "What did you like?", "es": "¿Qué le gustó?"},
        "most": 2,
        "choices": [
            {"code": "talk", "label": {"en": "The talk", "es": "La charla"}},
            {"code": "food", "label": {"en": "The food", "es": "La comida"}},
            {"code": "other", "label": {"en": "Something else", "es": "Otra cosa"}, "other": True},
        ],
    },
    {"code": "why", "kind": "text", "label": {"en": "Why?"}, "lines": 3, "most": 200},
    {
        "code": "students",
        "kind": "number",
        "label": {"en": "How many students?", "es": "¿Cuántos?"},
        "least": 0,
        "most": 400,
    },
    {"code": "day", "kind": "date", "label": {"en": "When next?", "es": "¿Cuándo?"}},
    {"code": "school", "kind": "place", "label": {"en": "Where?", "es": "¿Dónde?"}},
    {"code": "standard", "kind": "standard", "label": {"en": "Which standard?", "es": "¿Qué estándar?"}},
]
DEFINITION = {"questions": QUESTIONS, "thanks": {"en": "Thank you.", "es": "Gracias."}}


@pytest.fixture
def owner(db):
    return make_space(kind=Kind.COLLABORATIVE)


@pytest.fixture
def lead(owner):
    user = provide_user(email="lead@example.org")
    give_role(by=None, user=user, role="lead", space=owner)
    return user


@pytest.fixture
def stranger(db):
    return provide_user(email="stranger@example.org")


@pytest.fixture
def survey(owner):
    instrument = create_instrument(
        by=None,
        owner=owner,
        title="After the day",
        title_es="Después del día",
        purpose=Purpose.SURVEY,
        definition=DEFINITION,
        open_to="link",
    )
    publish_version(by=None, version=start_draft(by=None, instrument=instrument))
    return instrument


@pytest.fixture
def version(survey):
    return survey.versions.get()


@pytest.fixture
def teacher(db):
    return provide_person(by=None, email="abel@example.org", given_name="Abel", family_name="Thornquist")
