from datetime import timedelta

from django.apps import AppConfig


class ConveningsConfig(AppConfig):
    name = "groundswell.convenings"
    label = "convenings"

    def ready(self) -> None:
        from groundswell.activity import chores
        from groundswell.convenings import policies, receivers, verbs  # noqa: F401 - registers
        from groundswell.convenings.services import retention, room, roster  # noqa: F401 - registers
        from groundswell.convenings.services.asking import ask_those_who_came
        from groundswell.convenings.services.reminding import remind_colleagues
        from groundswell.convenings.wording import name_convenings, name_sessions, name_sites
        from groundswell.core.live import parts, topics
        from groundswell.spaces import naming
        from groundswell.spaces.choices import Kind

        chores.register("convenings.ask", every=timedelta(minutes=15), do=ask_those_who_came)
        chores.register("convenings.remind-colleagues", every=timedelta(minutes=30), do=remind_colleagues)
        topics.register("room", policies.may_follow_room)
        topics.register("desk", policies.may_follow_desk)
        topics.register("seats", policies.may_follow_seats)
        topics.register("site", policies.may_follow_site)
        topics.register("posts", policies.may_follow_site)
        parts.register("desk-held", room.render_held)
        parts.register("desk-held-count", room.render_held_count)
        parts.register("desk-next", room.render_next)
        parts.register("room-line", room.render_line)
        parts.register("site-lines", roster.render_lines)
        parts.register("site-waiting", roster.render_waiting)
        parts.register("site-tally", roster.render_tally)
        parts.register("site-posts", room.render_site_posts)
        parts.register("site-held-count", room.render_site_held_count)
        naming.register(Kind.CONVENING, name_convenings)
        naming.register(Kind.SITE, name_sites)
        naming.register(Kind.SESSION, name_sessions)
