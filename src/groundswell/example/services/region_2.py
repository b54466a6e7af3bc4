"""Region 2's symposium, from the need to the follow-ups, as services know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.choices import EvidenceKind, Part
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services.collaboratives import add_member
from groundswell.collaboratives.services.offers import ask_for_offer, make_offer
from groundswell.collaboratives.services.tasks import add_task_for_each, finish_task
from groundswell.collaboratives.services.vision import (
    add_need_evidence,
    adopt_vision,
    draft_vision,
    endorse_vision,
    raise_need,
    take_up_need,
)
from groundswell.convenings.choices import Format, Mode, SiteKind
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.services.after import add_gift
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    change_convening,
    plan_convening,
    publish_convening,
    set_aims,
)
from groundswell.core import clock
from groundswell.example.services.region_2_day import spend_the_day
from groundswell.example.services.region_2_people import register_everybody
from groundswell.example.services.world import AFTERNOON, MORNING, World
from groundswell.instruments.services.starters import make_from_starter, provide_discourse_tool
from groundswell.instruments.wording import Words
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.services.platform import provide_platform
from groundswell.standards.models import Item

# County, town of the site, seats. Trinity plans and receives the kit.
SITES = (
    ("Siskiyou", "Yreka", 40), ("Modoc", "Alturas", 25), ("Shasta", "Redding", 60), ("Lassen", "Susanville", 90),
    ("Tehama", "Red Bluff", 45), ("Plumas", "Quincy", 30), ("Butte", "Oroville", 70), ("Glenn", "Willows", 35),
)  # fmt: skip
AIMS = (
    ("Hear what students understand by letting them talk", "Oír lo que los estudiantes comprenden dejándolos hablar"),
    ("Choose the talk activity that fits a lesson", "Elegir la actividad de diálogo que conviene a una clase"),
    (
        "Explore a phenomenon that students can explore too",
        "Explorar un fenómeno que los estudiantes también pueden explorar",
    ),
    ("Know colleagues in other counties whom to ask", "Conocer colegas de otros condados a quienes preguntar"),
)
BY_LINK = {"name": "By link", "name_es": "Por enlace"}
HOST_NOTES = (
    "Ten minutes before: camera, sound, the line of questions.",
    "Diez minutos antes: cámara, sonido, la fila de preguntas.",
)
PROGRAM = (
    ("Coffee, badges, books", "Café, gafetes, libros", Mode.LOCAL, (8, 30), (9, 0), ()),
    ("Whose ideas get talked about?", "¿De qué ideas se habla?", Mode.JOINT, (9, 0), (10, 15), ("MP3",)),
    ("A puzzle of light and water", "Un enigma de luz y agua", Mode.LOCAL, (10, 15), (11, 30), ("MS-PS4-2", "4-PS4-2")),
    ("What did you hear students do?", "¿Qué oyeron hacer a los estudiantes?", Mode.JOINT, (11, 30), (12, 15), ()),
    ("Lunch, then plan one lesson", "Almuerzo y plan de una clase", Mode.LOCAL, (12, 15), (14, 30), ()),
    ("Who will you call in March?", "¿A quién llamará en marzo?", Mode.BOTH, (14, 30), (15, 15), ()),
)  # fmt: skip
TASKS = (
    ("Book the room and test the line", "Reserve la sala y pruebe la conexión", -60),
    ("Order lunch and print badges", "Encargue el almuerzo e imprima los gafetes", -14),
    ("Invite every school of the county", "Invite a cada escuela del condado", -80),
    ("Set the follow-up with your teachers", "Fije el seguimiento con sus docentes", 30),
)  # fmt: skip


@dataclass
class Story:
    """What the chapters of the story share."""

    world: World
    collaborative: Collaborative
    convening: Convening
    sites: dict[str, Site]
    hosts: dict[str, Person]
    lead: Person
    science_lead: Person


def live_through(world: World) -> None:
    """The whole story, chapter by chapter."""
    collaborative = Collaborative.objects.select_related("space", "home").get(key="region-2")
    with clock.at(world.at(-245)):
        representatives = gather(world, collaborative)
        raise_the_need(world, collaborative)
    agree(world, collaborative, representatives)
    with clock.at(world.at(-180)):
        story = plan(world, collaborative, representatives)
    share_the_work(story, representatives)
    world.say("… 300 people register …")
    registrations = register_everybody(story)
    world.say("… the day …")
    spend_the_day(story, registrations)
    with clock.at(world.at(20)):
        announce_the_next(world, collaborative, story)


def gather(world: World, collaborative: Collaborative) -> dict[str, Person]:
    """One representative a county, two teacher leaders, faculty and the museum's guide."""
    found: dict[str, Person] = {}
    for name in (county for county, _town, _seats in (*SITES, ("Trinity", "", 0))):
        person = world.somebody("county_specialist", world.offices[name])
        found[name] = person
        add_member(
            by=None, collaborative=collaborative, person=person, part=Part.REPRESENTATIVE, place=world.counties[name],
            standing="emerging" if name in {"Modoc", "Plumas", "Trinity"} else "",
        )  # fmt: skip
        if person.user is not None:
            give_role(by=None, user=person.user, role="county-coordinator", space=world.counties[name].space)
    for part, place in (
        (Part.TEACHER_LEADER, world.counties["Lassen"]),
        (Part.TEACHER_LEADER, world.counties["Butte"]),
        (Part.FACULTY, None),
        (Part.PARTNER, Place.objects.get(key="exploratorium")),
    ):
        role = "teacher" if part == Part.TEACHER_LEADER else "faculty" if part == Part.FACULTY else "partner_staff"
        person = world.somebody(role, place)
        add_member(by=None, collaborative=collaborative, person=person, part=part, place=place)
    return found


def raise_the_need(world: World, collaborative: Collaborative) -> None:
    """The need, with three pieces of evidence."""
    lead = world.leads["region-2-0"]
    need = raise_need(
        by=lead.user, collaborative=collaborative, person=lead, subject="both",
        title="Students explain too little of their thinking",
        statement="In most lessons the teacher explains and a few students answer. Teachers ask for ways to let all "
        "students talk about mathematics and science, and rarely get to see colleagues do it.",
        audience="Teachers of math and science, K–12",
        title_es="Los estudiantes explican demasiado poco lo que piensan",
        statement_es="En la mayoría de las clases explica el maestro y responden pocos estudiantes. Los maestros piden "
        "maneras de que todos hablen de matemáticas y ciencias, y rara vez ven cómo lo hacen sus colegas.",
        audience_es="Maestros de matemáticas y ciencias, K–12",
    )  # fmt: skip
    add_need_evidence(
        by=lead.user, need=need, kind=EvidenceKind.SURVEY, source="Example survey of teachers in nine counties",
        text="Seven of ten teachers name student talk first when asked what they want to learn.",
        source_es="Encuesta de ejemplo a docentes de nueve condados",
        text_es="Siete de cada diez docentes nombran primero el diálogo de los estudiantes cuando se les pregunta qué "
        "quieren aprender.",
    )  # fmt: skip
    add_need_evidence(
        by=lead.user, need=need, kind=EvidenceKind.OBSERVATION, source="Example notes from 24 classroom visits",
        text="Students spoke in full sentences in 6 of 24 lessons.",
        source_es="Notas de ejemplo de 24 visitas a clases",
        text_es="Los estudiantes hablaron con oraciones completas en 6 de 24 clases.",
    )  # fmt: skip
    add_need_evidence(
        by=lead.user, need=need, kind=EvidenceKind.NUMBER, source="Driving times between county offices",
        text="The farthest school is more than four hours by road from the largest county office.",
        source_es="Tiempos de viaje entre oficinas de condado",
        text_es="La escuela más lejana está a más de cuatro horas por carretera de la oficina de condado más grande.",
    )  # fmt: skip
    take_up_need(by=lead.user, need=need)


def agree(world: World, collaborative: Collaborative, representatives: dict[str, Person]) -> None:
    """A first vision, a better second one, and who stands behind it."""
    lead = world.leads["region-2-0"]
    with clock.at(world.at(-230)):
        draft_vision(
            by=lead.user, collaborative=collaborative, person=lead,
            text="Students of our nine counties talk about mathematics and science every day.",
            text_es="Los estudiantes de nuestros nueve condados hablan de matemáticas y ciencias todos los días.",
            goals=[("Every teacher knows ways to let students talk", "Cada maestro conoce formas de dejar hablar")],
        )  # fmt: skip
        adopt_vision(by=lead.user, collaborative=collaborative)
    with clock.at(world.at(-205)):
        draft_vision(
            by=lead.user, collaborative=collaborative, person=lead,
            text="Every student in our nine counties makes sense of mathematics and science by talking about it, and no "
            "teacher is too far away to learn how from a colleague.",
            text_es="Cada estudiante de nuestros nueve condados comprende las matemáticas y las ciencias hablando de ellas, "
            "y ningún maestro está demasiado lejos para aprenderlo de un colega.",
            why="The first version left out distance, which is what sets our counties apart.",
            why_es="La primera versión no decía nada de la distancia, que es lo que distingue a nuestros condados.",
            goals=[
                ("Every teacher can choose a talk activity that fits a lesson", "Cada maestro sabe elegir una actividad"),
                ("Every county has colleagues to ask in other counties", "Cada condado tiene colegas a quienes preguntar"),
                ("Nobody drives four hours to learn", "Nadie maneja cuatro horas para aprender"),
            ],
        )  # fmt: skip
        vision = adopt_vision(by=lead.user, collaborative=collaborative)
        for name, person in list(representatives.items())[:8]:
            endorse_vision(by=person.user, vision=vision, person=person, place=world.counties[name])


def plan(world: World, collaborative: Collaborative, representatives: dict[str, Person]) -> Story:
    """The symposium: eight sites, one county that plans, the program, the questions, the books."""
    lead, science = world.leads["region-2-0"], world.leads["region-2-1"]
    vision = collaborative.visions.order_by("-number")[0]
    convening = plan_convening(
        by=lead.user,
        collaborative=collaborative,
        fields={
            "title": "Talk that builds understanding",
            "title_es": "Hablar para comprender",
            "lead": "Eight county offices hold one day together: the same keynote, the same puzzle on every table, and your "
            "own colleagues around it.",
            "lead_es": "Ocho oficinas de condado comparten un día: la misma charla, el mismo enigma en cada mesa y sus "
            "propios colegas alrededor.",
            "contact": "questions@example.org",
            "audience": "Teachers of math and science, K–12, with a coach or principal where you can",
            "audience_es": "Maestros de matemáticas y ciencias, K–12, con su director o asesor si es posible",
            "cost": "None. Lunch and a book for each person are paid.",
            "cost_es": "Ninguno. El almuerzo y un libro por persona están pagados.",
            "format": Format.SYMPOSIUM,
            "subject": "both",
            "starts_at": world.at(0, MORNING),
            "ends_at": world.at(0, AFTERNOON),
            "register_from": world.at(-90),
            "register_until": world.at(0, time(9, 30)),
            "hours": "5.5",
            "need": collaborative.needs.get(),
            "goal": vision.goals.order_by("number")[0],
        },
    )
    set_aims(by=lead.user, convening=convening, aims=AIMS)
    sites, hosts = open_sites(world, convening, lead, representatives)
    write_program(world, collaborative, convening, lead)
    ask(story_convening=convening, lead=lead)
    provide_discourse_tool(owner=provide_platform())
    add_gift(by=lead.user, convening=convening, name="A book on talk in classrooms")
    add_gift(by=lead.user, convening=convening, name="The puzzle kit", for_sites=True)
    return Story(world, collaborative, convening, sites, hosts, lead, science)


def open_sites(
    world: World, convening: Convening, lead: Person, representatives: dict[str, Person]
) -> tuple[dict[str, Site], dict[str, Person]]:
    """Eight county offices, the link, and the county that only plans."""
    sites: dict[str, Site] = {}
    hosts: dict[str, Person] = {}
    for county, town, seats in SITES:
        fields = {
            "name": town,
            "capacity": seats,
            "host": representatives[county],
            "link": "https://video.example.org/room",
        }
        site = add_site(
            by=lead.user, convening=convening, kind=SiteKind.IN_PERSON, county=world.counties[county],
            place=world.offices[county], fields=fields,
        )  # fmt: skip
        sites[county], hosts[county] = site, representatives[county]
        host = representatives[county].user
        if host is not None:
            give_role(by=lead.user, user=host, role="site-host", space=site.space)
    by_link = {**BY_LINK, "link": "https://video.example.org/room"}
    add_site(by=lead.user, convening=convening, kind=SiteKind.ONLINE, fields=by_link)
    add_site(
        by=lead.user, convening=convening, kind=SiteKind.PLANNING, county=world.counties["Trinity"],
        place=world.offices["Trinity"], fields={"name": "Weaverville"},
    )  # fmt: skip
    return sites, hosts


def write_program(world: World, collaborative: Collaborative, convening: Convening, lead: Person) -> None:
    """The day, hour by hour."""
    keynote = world.somebody("faculty", Place.objects.select_related("space").get(key="uw"), subject="math")
    guide = collaborative.members.select_related("person").get(part=Part.PARTNER).person
    for title, spanish, mode, begins, ends, codes in PROGRAM:
        leaders = [(keynote, "speaker")] if mode == Mode.JOINT and codes else [(guide, "facilitator")] if codes else []
        session = add_session(
            by=lead.user, convening=convening,
            plan=SessionPlan(
                {
                    "title": title, "title_es": spanish, "mode": mode, "starts_at": world.at(0, time(*begins)),
                    "ends_at": world.at(0, time(*ends)), "host_notes": HOST_NOTES[0], "host_notes_es": HOST_NOTES[1],
                },
                people=leaders, standards=list(Item.objects.filter(code__in=codes)),
            ),
        )  # fmt: skip
        if codes and mode == Mode.LOCAL:
            for thing in ("One lamp, two cups of water, a card with a slit (each table)", "The teacher's page"):
                add_material(
                    by=lead.user,
                    convening=convening,
                    session=session,
                    fields={"title": thing, "for_hosts": "page" not in thing},
                )


def ask(*, story_convening: Convening, lead: Person) -> None:
    """Questions at registration, and the survey afterwards with the aims of the day."""
    space = story_convening.space
    questions = make_from_starter(by=lead.user, code="registration", owner=space)
    survey = make_from_starter(
        by=lead.user,
        code="symposium-after",
        owner=space,
        aims=[Words(en=english, es=spanish) for english, spanish in AIMS],
    )
    fields = {"questions": questions.versions.order_by("-number")[0], "survey": survey.versions.order_by("-number")[0]}
    change_convening(by=lead.user, convening=story_convening, fields=fields)
    story_convening.refresh_from_db()


def share_the_work(story: Story, representatives: dict[str, Person]) -> None:
    """Tasks for each county, most of them done in time; the convening is published."""
    world = story.world
    counties = [(world.counties[name], person) for name, person in representatives.items()]
    with clock.at(world.at(-170)):
        made = [
            task
            for title, title_es, due in TASKS
            for task in add_task_for_each(
                by=story.lead.user, collaborative=story.collaborative, title=title, title_es=title_es, counties=counties,
                due_on=world.day + timedelta(days=due), about=story.convening.space,
            )
        ]  # fmt: skip
    with clock.at(world.at(-90)):
        publish_convening(by=story.lead.user, convening=story.convening)
        story.convening.refresh_from_db()
    with clock.at(world.at(-15)):
        for task in made:
            if task.due_on and task.due_on < world.day and world.rng.random() < 0.92:
                finish_task(by=story.lead.user, task=task)
    offers(story)


def offers(story: Story) -> None:
    """Larger offices promise smaller ones lasting support."""
    world = story.world
    promised: Sequence[tuple[str, str | None, str, str, str]] = (
        ("Shasta", "Modoc", "math", "Our math specialist comes twice a year and answers by phone in between",
         "Nuestra especialista en matemáticas viene dos veces al año y entretanto atiende por teléfono"),
        ("Shasta", "Trinity", "both", "Places for your teachers at every training of ours",
         "Lugares para sus docentes en cada una de nuestras capacitaciones"),
        ("Butte", "Plumas", "science", "Science kits on loan, with somebody to show them",
         "Materiales de ciencias en préstamo, con alguien que los muestra"),
        ("Butte", None, "both", "The video room and whoever runs it", "La sala de video y quien la maneja"),
        ("Siskiyou", "Modoc", "both", "One follow-up day together, half the way",
         "Un día de seguimiento en común, a mitad de camino"),
    )  # fmt: skip
    with clock.at(world.at(12)):
        made = [
            make_offer(
                by=story.hosts[giver].user, giver=world.counties[giver], taker=world.counties[taker] if taker else None,
                collaborative=story.collaborative, what=what, what_es=what_es, subject=subject, contact=story.hosts[giver],
            )
            for giver, taker, subject, what, what_es in promised
        ]  # fmt: skip
    with clock.at(world.at(20)):
        lassen = story.hosts["Lassen"]
        ask_for_offer(
            by=lassen.user, offer=made[3], county=world.counties["Lassen"], person=lassen,
            words="Two evenings in spring, for about twelve teachers in Susanville.",
        )  # fmt: skip


def announce_the_next(world: World, collaborative: Collaborative, story: Story) -> None:
    """A convening to come, for which anybody can register now."""
    later = 100
    convening = plan_convening(
        by=story.lead.user, collaborative=collaborative,
        fields={
            "title": "What our students said: an evening together",
            "title_es": "Lo que dijeron nuestros estudiantes: una tarde en común",
            "lead": "Bring one recording or one page of student talk. Three county offices and the link are open.",
            "lead_es": "Traiga una grabación o una página de diálogo. Tres oficinas y el enlace están abiertos.",
            "contact": "questions@example.org", "audience": "Everyone who was at the symposium, and their colleagues",
            "audience_es": "Quienes estuvieron en el simposio, y sus colegas", "format": Format.WORKSHOP, "subject": "both",
            "starts_at": world.at(later, time(16, 0)), "ends_at": world.at(later, time(18, 30)), "hours": "2.5",
            "series_of": story.convening, "goal": story.convening.goal,
        },
    )  # fmt: skip
    for county, town, seats in SITES:
        if county in {"Shasta", "Lassen", "Butte"}:
            add_site(
                by=story.lead.user, convening=convening, kind=SiteKind.IN_PERSON, county=world.counties[county],
                place=world.offices[county], fields={"name": town, "capacity": seats // 2, "host": story.hosts[county]},
            )  # fmt: skip
    add_site(by=story.lead.user, convening=convening, kind=SiteKind.ONLINE, fields=BY_LINK)
    starts = world.at(later, time(16, 0))
    add_session(
        by=story.lead.user, convening=convening,
        plan=SessionPlan(
            {
                "title": "Listening together", "title_es": "Escuchar juntos", "mode": Mode.JOINT, "starts_at": starts,
                "ends_at": starts + timedelta(hours=1),
            }
        ),
    )  # fmt: skip
    publish_convening(by=story.lead.user, convening=convening)
