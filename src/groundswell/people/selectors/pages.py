"""A person's page: what one reader sees of somebody, and nothing more."""

from dataclasses import dataclass, field

from groundswell.people.choices import Group, Subject, grades_in_words
from groundswell.people.models import Listed, Person, Position
from groundswell.people.selectors.positions import positions_of
from groundswell.places import atlas


@dataclass(frozen=True, slots=True)
class Work:
    """One position as this reader sees it; subject and grades are empty where they are not shown."""

    role: str
    where: str
    county: str
    place_key: str
    subject: str
    grades: str
    position: Position


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`subjects` and `grades` stand alone only where the work is hidden and the teaching is not."""

    person: Person
    name: str
    pronouns: str
    email: str = ""
    current: list[Work] = field(default_factory=list)
    former: list[Work] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    grades: str = ""

    @property
    def is_bare(self) -> bool:
        """Nothing but the name is shown."""
        return not (self.email or self.current or self.former or self.subjects or self.grades)


def page_of(person: Person, groups: frozenset[Group]) -> PersonPage:
    """What a reader who sees these groups is shown. The person's user must be selected along."""
    positions = positions_of(person) if groups & {Group.WORK, Group.TEACHING} else []
    teaching = Group.TEACHING in groups
    works = [work_of(position, teaching=teaching) for position in positions] if Group.WORK in groups else []
    current = [position for position in positions if position.is_current]
    alone = current if teaching and not works else []
    grades = 0
    for position in alone:
        grades |= position.grades
    return PersonPage(
        person,
        person.name,
        person.pronouns,
        email=_address_of(person) if Group.CONTACT in groups else "",
        current=[work for work in works if work.position.is_current],
        former=[work for work in works if not work.position.is_current],
        subjects=list(dict.fromkeys(position.subject for position in alone if position.subject)),
        grades=grades_in_words(grades),
    )


def _address_of(person: Person) -> str:
    """Of an entry that only a staff list made, the address as the list has it."""
    if person.user is not None:
        return person.user.email or ""
    return Listed.objects.filter(person=person).values_list("address", flat=True).first() or ""


def work_of(position: Position, *, teaching: bool) -> Work:
    county = atlas.counties().get(position.county)
    return Work(
        position.role_words,
        position.where,
        county.name if county else "",
        position.place.key if position.place else "",
        position.subject if teaching and position.subject != Subject.OTHER else "",
        position.grade_words if teaching else "",
        position,
    )
