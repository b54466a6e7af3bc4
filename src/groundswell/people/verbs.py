"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("people.address_given", _("{space} has an address now")),
    Verb("people.address_taken_back", _("a wrong address of {space} was taken away")),
    Verb("people.person_made", _("{actor} added a person")),
    Verb("people.people_brought_in", _("{actor} brought in people from a list")),
    Verb("people.listed", _("a staff list has an entry for {user}, who can say on “My profile” whether it is them")),
    Verb("people.listing_denied", _("{actor} said that an entry of a staff list is not them")),
    Verb("people.profile_changed", _("{actor} changed a profile")),
    Verb("people.position_added", _("{actor} added a position")),
    Verb("people.position_changed", _("{actor} changed a position")),
    Verb("people.place_settled", _("{actor} said which place {space} is that people had written by hand")),
    Verb("people.sharing_changed", _("{actor} changed what others see")),
    Verb("people.consent_text_published", _("{actor} published a text that people agree to"), audit=True),
    Verb("people.consent_given", _("{actor} agreed to something"), audit=True),
    Verb("people.consent_withdrawn", _("{actor} withdrew an agreement"), audit=True),
    Verb("people.merged", _("{actor} merged {other} into {space}"), audit=True),
    Verb("people.merge_undone", _("{actor} took {other} and {space} apart again"), audit=True),
    Verb("people.data_downloaded", _("{actor} downloaded what is kept about them"), audit=True),
    Verb("people.erased", _("{actor} left; what they did stays counted"), audit=True),
)
