"""Makes the tables and pictures of the how-to pages of siting, dates and timetable: `python tools/draw_engine_pictures.py`.

The places are real: the districts and county seats of the Northeastern region. Teams, answers and sessions are made up.
"""

import csv
import random
from datetime import date
from pathlib import Path

from groundswell.engines.dates import CalendarDay, Dates, Kind, best_dates
from groundswell.engines.dates import Question as DatesQuestion
from groundswell.engines.dates import Team as DatesTeam
from groundswell.engines.dates.files import weekdays
from groundswell.engines.siting import Hubs, Site, Team, choose_hubs
from groundswell.engines.timetable import Mode, Period, Question, Room, Session, Timetable, Wish, make_timetable
from groundswell.places import atlas

HERE = Path(__file__).resolve().parent.parent / "docs" / "how-to"
REGION = 2
INK, PAPER, LINE, ACCENT = "#26241f", "#faf6ec", "#b9b19c", "#d4701e"
HUES = ("#35618f", "#7b8f3f", "#b4832e", "#7d4f73", "#3f8f86", "#a3493d", "#5b5fa8", "#7a6a53")


def svg(width: float, height: float, title: str, parts: list[str]) -> str:
    """Wrap shapes in a picture that says what it shows."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}">'
    )
    ground = f'<rect width="{width:.0f}" height="{height:.0f}" fill="{PAPER}"/>'
    return "\n".join([head, f"<title>{title}</title>", ground, *parts, "</svg>", ""])


def text(x: float, y: float, words: str, extra: str = "") -> str:
    safe = words.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" {extra}>{safe}</text>'


def write_rows(name: str, head: list[str], rows: list[list[object]]) -> None:
    """Write one of the example tables."""
    with (HERE / "examples" / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *rows])


def region() -> tuple[list[Team], list[Site]]:
    """A team from each district of the region, by its size; the county seats with their seats."""
    counties = {code: county for code, county in atlas.counties().items() if county.region == REGION}
    teams = [
        Team(f"{fact.name} ({counties[fact.county].name})", fact.latitude, fact.longitude, people, county)
        for fact in sorted(atlas.authorities().values(), key=lambda fact: fact.cds_code)
        if fact.kind == "district" and fact.county in counties
        for people, county in [(min(8, 3 + fact.students // 700), counties[fact.county].name)]
    ]
    sites = [
        Site(county.seat, county.latitude, county.longitude, 120 if county.locale != "rural" else 70)
        for county in counties.values()
    ]
    return teams, sites


def draw_hubs(teams: list[Team], sites: list[Site], hubs: Hubs) -> str:
    """A map with a line from each team to its hub."""
    codes = [code for code, county in atlas.counties().items() if county.region == REGION]
    rings = [ring for code in codes for ring in atlas.outlines()[code]]
    west, east = min(x for r in rings for x, _ in r), max(x for r in rings for x, _ in r)
    south, north = min(team.lat for team in teams), max(y for r in rings for _, y in r)
    south = min(south, *(y for r in rings for _, y in r))
    scale = 620 / ((east - west) * 0.757)  # degrees of longitude are shorter here by cos 41°

    def at(lon: float, lat: float) -> tuple[float, float]:
        return 20 + (lon - west) * 0.757 * scale, 20 + (north - lat) * scale

    parts = []
    for ring in rings:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in ring))
        parts.append(f'<polygon points="{points}" fill="#f1ebda" stroke="{LINE}"/>')
    hue = {name: HUES[place % len(HUES)] for place, name in enumerate(hubs.open)}
    where = {site.id: at(site.lon, site.lat) for site in sites}
    for team in teams:
        x, y = at(team.lon, team.lat)
        hub = hubs.assignment[team.id]
        hx, hy = where[hub]
        parts.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{hx:.1f}" y2="{hy:.1f}" stroke="{hue[hub]}" stroke-opacity="0.55"/>'
        )
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1 + team.people / 3:.1f}" fill="{hue[hub]}"/>')
    for site in sites:
        x, y = where[site.id]
        chosen = site.id in hubs.open
        fill = hue[site.id] if chosen else PAPER
        parts.append(
            f'<rect x="{x - 7:.1f}" y="{y - 7:.1f}" width="14" height="14" fill="{fill}" stroke="{INK}" stroke-width="2"/>'
        )
        label = f"{site.id}, {hubs.load[site.id]:.0f} of {site.capacity:.0f}" if chosen else f"{site.id} (closed)"
        parts.append(text(x + 11, y + 4, label, f'stroke="{PAPER}" stroke-width="4" paint-order="stroke"'))
    height = 40 + (north - south) * scale
    return svg(730, height, f"{len(teams)} district teams and the {len(hubs.open)} hubs they go to", parts)


def make_hubs() -> None:
    teams, sites = region()
    write_rows("teams.csv", ["team", "lat", "lon", "people", "county"], [list(team[:5]) for team in teams])
    write_rows("sites.csv", ["site", "lat", "lon", "capacity"], [list(site[:4]) for site in sites])
    hubs = choose_hubs(teams, sites, open_sites=5)
    (HERE / "pictures" / "hubs.svg").write_text(draw_hubs(teams, sites, hubs), encoding="utf-8")
    print(hubs.open, f"{hubs.cost:,.0f} {hubs.bound:,.0f}")


def make_dates() -> None:
    rng = random.Random(5)
    teams, _ = region()
    asked = [
        DatesTeam(team.id, team.id, team.county, int(team.people), int(team.people) // 2, rng.choice([None, 1, 2, 3]))
        for team in teams
    ]
    days = weekdays(date(2027, 1, 11), date(2027, 3, 26))
    said_no = frozenset(
        (team.id, day) for team in asked for day in days if rng.random() < 0.12 + 0.2 * (day.weekday() == 4)
    )
    holidays = [(date(2027, 1, 18), "Martin Luther King Jr. Day"), (date(2027, 2, 15), "Presidents’ Day")]
    calendar = tuple(CalendarDay(day, Kind.BLACKOUT, reason) for day, reason in holidays)
    calendar += tuple(
        CalendarDay(day, Kind.BLACKOUT, "winter break", county)
        for county in ("Plumas", "Lassen")
        for day in weekdays(date(2027, 2, 16), date(2027, 2, 19))
    )
    calendar += tuple(
        CalendarDay(date(2027, 3, 12), Kind.FREE, "staff development day", county)
        for county in ("Butte", "Shasta", "Tehama")
    )
    substitutes = {team.district: max(1, team.substitutes - rng.choice([0, 0, 1])) for team in asked}
    question = DatesQuestion(tuple(asked), days, 1, said_no, calendar, substitutes)
    write_rows(
        "date-teams.csv",
        ["team", "district", "county", "people", "substitutes", "release_days"],
        [
            [t.id, t.district, t.county, t.people, t.substitutes, "" if t.release_days is None else t.release_days]
            for t in asked
        ],
    )
    write_rows("availability.csv", ["team", "date", "available"], [[name, day, "no"] for name, day in sorted(said_no)])
    write_rows(
        "calendar.csv",
        ["date", "kind", "who", "reason"],
        [[entry.day, entry.kind.value, entry.scope, entry.reason] for entry in calendar],
    )
    write_rows("substitutes.csv", ["district", "substitutes"], [[name, count] for name, count in substitutes.items()])
    dates = best_dates(question)
    (HERE / "pictures" / "dates.svg").write_text(draw_dates(question, dates), encoding="utf-8")
    print([(choice.start.isoformat(), choice.people) for choice in dates.best])


def draw_dates(question: DatesQuestion, dates: Dates) -> str:
    """A bar for each day: how many can come."""
    everyone = sum(team.people for team in question.teams)
    best = {choice.start for choice in dates.best}
    parts, x = [], 30.0
    for score in dates.scores:
        if score.start.weekday() == 0:
            x += 7
            parts.append(text(x, 232, f"{score.start:%b} {score.start.day}", 'font-size="10"'))
        height = 180 * (score.people or 0) / everyone
        fill = ACCENT if score.start in best else "#8a9a6a"
        parts.append(f'<rect x="{x:.1f}" y="{215 - height:.1f}" width="9" height="{height:.1f}" fill="{fill}"/>')
        if score.start in best:
            parts.append(text(x + 4.5, 207 - height, f"{score.people}", 'text-anchor="middle" font-weight="bold"'))
        x += 10
    parts.append(f'<line x1="30" y1="35" x2="{x:.0f}" y2="35" stroke="{LINE}" stroke-dasharray="4 3"/>')
    parts.append(text(34, 30, f"all {everyone} people"))
    return svg(x + 20, 245, "How many people can come on each weekday; the three best days stand out", parts)


def make_timetable_picture() -> None:
    question = day_of_sessions()
    made = make_timetable(question)
    write_rows(
        "sessions.csv",
        ["session", "strand", "level", "subject", "people", "facilitator", "size", "after"],
        [
            [
                s.id,
                s.strand,
                s.level,
                "math and science" if s.joint else "",
                s.people[0],
                s.people[1],
                s.size,
                "; ".join(s.after),
            ]
            for s in question.sessions
        ],
    )
    write_rows(
        "rooms.csv",
        ["room", "site", "capacity", "mode"],
        [[r.id, r.site, r.capacity, r.mode.value] for r in question.rooms],
    )
    write_rows("wishes.csv", ["person", "session"], [[wish.person, wish.session] for wish in question.wishes])
    (HERE / "pictures" / "timetable.svg").write_text(draw_timetable(question, made), encoding="utf-8")
    print(made.clashes, made.bound, made.met, len(made.missed))


def day_of_sessions() -> Question:
    """A day of sixteen sessions in four rooms, 90 participants with six wishes each."""
    rng = random.Random(3)
    names = {
        "Discourse": ("Number talks", "Talk moves", "Math in science talks", "Questions that open"),
        "Phenomena": ("Sunburn", "Rivers and slopes", "Smoke in the valley", "Patterns in data"),
        "Access": ("Language in the lab", "Pathways review", "Families as partners", "Tasks with low floors"),
        "Leading": ("Learning walks", "Lesson study", "Planning with teams", "Evidence of change"),
    }
    joint = {"Math in science talks", "Patterns in data", "Language in the lab", "Lesson study", "Planning with teams"}
    people = (
        *("Ines Aldana", "Ruth Barrow", "Theo Castell", "Mara Dunne", "Oren Ellis", "Lucia Ferro"),
        *("Hal Greer", "Noor Hadid", "Ada Ibarra", "Cal Jensen", "Rosa Kim", "Sol Lund"),
    )
    sessions = tuple(
        Session(
            name,
            strand=strand,
            level="introductory" if place < 2 else "advanced",
            joint=name in joint,
            people=(people[(row * 4 + place) % 12], people[(row * 4 + place + 5) % 12]),
            size=rng.choice([18, 24, 30]),
            after=("Number talks",) if name == "Math in science talks" else (),
        )
        for row, (strand, titles) in enumerate(names.items())
        for place, name in enumerate(titles)
    )
    seats = (("Oak", 40), ("Manzanita", 32), ("Buckeye", 32), ("Elm", 26))
    rooms = tuple(Room(name, "Redding", count, Mode.IN_PERSON) for name, count in seats)
    periods = (Period("9:00"), Period("10:15", pause=True), Period("13:00"), Period("14:15"))
    wishes = []
    for number in range(90):
        strand = rng.randrange(4)
        weight = [3 if place // 4 == strand else 1 for place in range(16)]
        chosen: set[int] = set()
        while len(chosen) < 6:
            chosen.add(rng.choices(range(16), weight)[0])
        wishes += [Wish(f"Participant {number + 1}", sessions[place].id) for place in sorted(chosen)]
    return Question(sessions, rooms, periods, tuple(wishes), converge=True)


def draw_timetable(question: Question, made: Timetable) -> str:
    """Rooms across, hours down."""
    strands = sorted({session.strand for session in question.sessions})
    heads: dict[str, int] = {}
    for names in made.attends.values():
        for name in names:
            heads[name] = heads.get(name, 0) + 1
    parts, wide, high = [], 165, 72
    for column, room in enumerate(question.rooms):
        parts.append(text(80 + column * wide, 24, f"{room.id}, {room.capacity} seats", 'font-weight="bold"'))
    y = 36.0
    for period in question.periods:
        parts.append(text(14, y + 30, period.id, 'font-weight="bold"'))
        for column, room in enumerate(question.rooms):
            here = [
                s
                for s in question.sessions
                if made.sessions[s.id].room == room.id and made.sessions[s.id].start == period.id
            ]
            for session in here:
                x = 78 + column * wide
                hue = HUES[strands.index(session.strand)]
                parts.append(
                    f'<rect x="{x}" y="{y}" width="{wide - 8}" height="{high - 8}" fill="#f1ebda" stroke="{LINE}"/>'
                )
                parts.append(f'<rect x="{x}" y="{y}" width="5" height="{high - 8}" fill="{hue}"/>')
                parts.append(text(x + 12, y + 18, session.id, 'font-weight="bold" font-size="11"'))
                parts.append(text(x + 12, y + 34, f"{session.strand}, {session.level}", 'font-size="10"'))
                mark = ", joins both" if session.joint else ""
                parts.append(text(x + 12, y + 50, f"{heads.get(session.id, 0)} people{mark}", 'font-size="10"'))
        y += high
        if period.pause:
            parts.append(
                f'<line x1="14" y1="{y + 4}" x2="{70 + 4 * wide}" y2="{y + 4}" stroke="{LINE}" stroke-dasharray="4 3"/>'
            )
            y += 14
    return svg(84 + 4 * wide, y + 6, "Sixteen sessions in four rooms and four hours", parts)


def main() -> None:
    for folder in ("examples", "pictures"):
        (HERE / folder).mkdir(parents=True, exist_ok=True)
    make_hubs()
    make_dates()
    make_timetable_picture()


if __name__ == "__main__":
    main()
