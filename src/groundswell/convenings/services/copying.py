"""Planning again what was planned before: last year's convening on another day."""

from django.core.files import File
from django.db import transaction

from groundswell.accounts.models import User
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening, Material, Session, Site
from groundswell.convenings.services.after import add_gift
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    days_later,
    plan_convening,
    set_aims,
)
from groundswell.instruments.models import InstrumentVersion
from groundswell.instruments.services.instruments import create_instrument, publish_version
from groundswell.spaces.models import Space

ABOUT = (
    "format", "lead", "lead_es", "audience", "audience_es", "cost", "cost_es", "contact", "subject", "need", "goal", "team_rule",
    "team_rule_es", "hours",
)  # fmt: skip
SITE = ("name", "name_es", "address", "room", "capacity", "latitude", "longitude")
SESSION = (
    "number", "mode", "title", "title_es", "text", "text_es", "host_notes", "host_notes_es", "subject", "level", "room",
)  # fmt: skip
MATERIAL = ("title", "title_es", "link", "for_hosts", "number")


def plan_again(*, by: User | None, convening: Convening, days: int, title: str, title_es: str = "") -> Convening:
    """A draft with the same words, aims, sites, program, materials, books and questions, `days` later at the same hours.

    Whom it needs is asked anew: hosts, who leads sessions, and links of shared screens, which change. Nobody is written to.
    """
    whole = Convening.objects.select_related(
        "collaborative", "need", "goal", "questions__instrument", "survey__instrument"
    )
    with transaction.atomic():
        convening = whole.get(pk=convening.pk)
        fields = {name: getattr(convening, name) for name in ABOUT} | {"title": title, "title_es": title_es}
        for name in ("starts_at", "ends_at", "register_from", "register_until"):
            moment = getattr(convening, name)
            fields[name] = days_later(moment, days) if moment else None
        new = plan_convening(by=by, collaborative=convening.collaborative, fields=fields)
        aims = convening.aims.order_by("number").values_list("text", "text_es")
        set_aims(by=by, convening=new, aims=list(aims))
        sites = {
            site.pk: _again_site(by, new, site)
            for site in convening.sites.select_related("place", "county").order_by("number")
        }
        materials: dict[int | None, list[Material]] = {}
        for material in convening.materials.order_by("number", "pk"):
            materials.setdefault(material.session_id, []).append(material)
        _again_materials(by, new, None, materials.get(None, []))
        for session in convening.sessions.order_by("number").prefetch_related("standards"):
            made = _again_session(by, new, session, days, sites)
            _again_materials(by, new, made, materials.get(session.pk, []))
        for gift in convening.gifts.order_by("pk"):
            add_gift(by=by, convening=new, name=gift.name, for_sites=gift.for_sites)
        for name in ("questions", "survey"):
            version = getattr(convening, name)
            if version is not None:
                setattr(new, name, copy_asked(by, version, new.space))
        new.save(update_fields=["questions", "survey"])
    return new


def _again_site(by: User | None, new: Convening, site: Site) -> Site:
    fields = {name: getattr(site, name) for name in SITE}
    kind = SiteKind(site.kind)
    return add_site(by=by, convening=new, kind=kind, county=site.county, place=site.place, fields=fields)


def _again_session(by: User | None, new: Convening, session: Session, days: int, sites: dict[int, Site]) -> Session:
    fields = {name: getattr(session, name) for name in SESSION}
    fields |= {"starts_at": days_later(session.starts_at, days), "ends_at": days_later(session.ends_at, days)}
    fields["site"] = sites[session.site_id] if session.site_id else None
    return add_session(by=by, convening=new, plan=SessionPlan(fields, standards=list(session.standards.all())))


def _again_materials(by: User | None, new: Convening, session: Session | None, materials: list[Material]) -> None:
    """Files are copied, so that taking one out leaves the other."""
    for material in materials:
        fields = {name: getattr(material, name) for name in MATERIAL}
        if material.file:
            with material.file.open("rb") as held:
                add_material(
                    by=by, convening=new, session=session, fields={**fields, "file": File(held, material.file_name)}
                )
        else:
            add_material(by=by, convening=new, session=session, fields=fields)


def copy_asked(by: User | None, version: InstrumentVersion, owner: Space) -> InstrumentVersion:
    """The same questions as an instrument of the convening's own, whose answers stand apart."""
    old = version.instrument
    made = create_instrument(
        by=by, owner=owner, title=old.title, title_es=old.title_es, purpose=old.purpose, definition=version.definition,
        open_to=old.open_to, repeats=old.repeats,
    )  # fmt: skip
    return publish_version(by=by, version=made.versions.get())
