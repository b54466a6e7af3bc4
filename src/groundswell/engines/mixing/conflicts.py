"""Rules that cannot all hold, found by counting before any search, and said in the words of who wrote them."""

from collections import Counter

from groundswell.engines.errors import Infeasible, InputError
from groundswell.engines.mixing.model import Gathering, Person


def refuse(gathering: Gathering) -> None:
    """Raise `InputError` for a gathering that makes no sense and `Infeasible` for rules that counting shows to clash."""
    refuse_nonsense(gathering)
    conflicts = [sentence for number in range(1, gathering.rounds + 1) for sentence in of_round(gathering, number)]
    if conflicts:
        told = dict.fromkeys(conflicts)
        raise Infeasible(
            "These rules cannot all hold. Change one of them.", conflicts=tuple(told), source=gathering.source
        )


def refuse_nonsense(gathering: Gathering) -> None:
    """Raise for counts below 1, ids used twice, sites that nobody knows and rules about people who are not there."""
    tables = gathering.tables
    if gathering.rounds < 1 or tables.count < 1:
        raise InputError("Give at least one round and one table.")
    if not gathering.people:
        raise InputError("There are no people in the list.", source=gathering.source)
    if tables.low is not None and tables.high is not None and tables.low > tables.high:
        raise InputError(f"A table cannot seat at least {tables.low} and at most {tables.high} people.")
    ids: dict[str, Person] = {}
    for person in gathering.people:
        if person.id in ids:
            other = ids[person.id].line
            where = f" in line {other} and here" if other else " twice"
            sentence = f"“{person.id}” stands{where}. Give each person an id of their own."
            raise InputError(sentence, source=gathering.source, line=person.line)
        ids[person.id] = person
        if tables.sites and person.site not in tables.sites:
            known = ", ".join(tables.sites)
            sentence = f"{person.name} is at “{person.site}”, which has no tables. The sites are {known}."
            raise InputError(sentence, source=gathering.source, line=person.line)
    named = [someone for kept in gathering.rules.together for someone in kept.people]
    named += [someone for parted in gathering.rules.apart for someone in parted.people]
    for someone in named:
        if someone not in ids:
            raise InputError(f"The rules name “{someone}”, who is not in the list.", source=gathering.source)


def is_there(person: Person, number: int) -> bool:
    """Whether a person is there in a round (from 1)."""
    return person.rounds is None or number in person.rounds


def of_round(gathering: Gathering, number: int) -> list[str]:
    """Return what clashes in one round."""
    pools: list[tuple[str, tuple[int, ...]]] = [("", tuple(range(1, gathering.tables.count + 1)))]
    if gathering.tables.sites and number not in gathering.rules.joint_rounds:
        pools = list(gathering.tables.sites.items())
    found: list[str] = []
    for site, tables in pools:
        people = [
            person for person in gathering.people if is_there(person, number) and (not site or person.site == site)
        ]
        found += of_pool(gathering, people, tables, f" at {site}" if site else "")
    found += team_clashes(gathering, number)
    found += language_clashes(gathering, number, pools)
    return found


def of_pool(gathering: Gathering, people: list[Person], tables: tuple[int, ...], where: str) -> list[str]:
    """Count seats, facilitators and places for wheelchairs."""
    rules, sizes = gathering.rules, gathering.tables
    found = []
    if sizes.high is not None and len(people) > sizes.high * len(tables):
        seats = f"{len(tables)} tables of at most {sizes.high} seat {sizes.high * len(tables)}"
        found.append(f"{seats} people{where}, but {len(people)} come.")
    if sizes.low is not None and len(people) < sizes.low * len(tables):
        found.append(
            f"{len(tables)} tables of at least {sizes.low} need {sizes.low * len(tables)} people{where}, "
            f"but {len(people)} come."
        )
    facilitators = sum(person.facilitator for person in people)
    if facilitators < rules.facilitators * len(tables):
        found.append(
            f"{len(tables)} tables with {rules.facilitators} facilitator{'s' if rules.facilitators > 1 else ''} each need "
            f"{rules.facilitators * len(tables)}{where}, but there are {facilitators}."
        )
    ready = tables if sizes.wheelchair_ready is None else [t for t in tables if t in sizes.wheelchair_ready]
    wheels = sum(person.wheelchair for person in people)
    if wheels and (not ready or (sizes.high is not None and wheels > sizes.high * len(ready))):
        who = "1 person{} needs" if wheels == 1 else f"{wheels} people{{}} need"
        count = "1 table is" if len(ready) == 1 else f"{len(ready)} tables are"
        found.append(f"{who.format(where)} a wheelchair-ready table, but {count} ready.")
    return found


def team_clashes(gathering: Gathering, number: int) -> list[str]:
    """Teams that no table is big enough for, and teams spread over sites."""
    by_id = {person.id: person for person in gathering.people}
    found = []
    for rule in gathering.rules.together:
        if rule.rounds is not None and number not in rule.rounds:
            continue
        there = [by_id[someone] for someone in rule.people if is_there(by_id[someone], number)]
        called = rule.why or " and ".join(person.name for person in there[:3])
        if gathering.tables.high is not None and len(there) > gathering.tables.high:
            found.append(
                f"{called} is {len(there)} people to be kept together, but a table seats at most {gathering.tables.high}."
            )
        sites = Counter(person.site for person in there)
        if gathering.tables.sites and number not in gathering.rules.joint_rounds and len(sites) > 1:
            found.append(f"{called} is to be kept together in round {number}, but is at {' and '.join(sorted(sites))}.")
    return found


def language_clashes(gathering: Gathering, number: int, pools: list[tuple[str, tuple[int, ...]]]) -> list[str]:
    """People for whom nobody at their site speaks their language and the common one."""
    common = gathering.rules.common_language
    found = []
    for site, _ in pools:
        people = [person for person in gathering.people if is_there(person, number)]
        people = [person for person in people if not site or person.site == site]
        spoken = {language for person in people if common in person.languages for language in person.languages}
        for person in people:
            if common and person.languages and common not in person.languages and not person.languages & spoken:
                languages = " or ".join(sorted(person.languages))
                found.append(f"{person.name} needs someone who speaks {languages} and {common}; nobody there does.")
    return found
