"""The agreements that the product itself knows. Apps above may register more, or another first text for these."""

from django.utils.translation import gettext_lazy as _

from groundswell.people.registry.consents import ConsentKind, register_consent

register_consent(
    ConsentKind(
        "photo",
        _("Photographs"),
        {
            "en": "Photographs in which I can be recognized, taken at convenings, may be shown on the convening's page and "
            "in its report. My name does not stand beside them. When I withdraw this, pictures of me are taken away.",
            "es": "Las fotografías tomadas en los encuentros en las que se me reconozca pueden mostrarse en la página del "
            "encuentro y en su informe. Mi nombre no aparece junto a ellas. Si retiro este permiso, se quitan mis fotos.",
        },
        order=10,
    )
)
register_consent(
    ConsentKind(
        "network",
        _("Drawing of the network"),
        {
            "en": "My name may stand in the drawing that shows who works with whom, for members of the collaboratives that "
            "I take part in. Without this I am counted there and not named.",
            "es": "Mi nombre puede aparecer en el dibujo que muestra quién trabaja con quién, para los miembros de las "
            "colaborativas en las que participo. Sin este permiso se me cuenta, pero no se me nombra.",
        },
        order=20,
    )
)
register_consent(
    ConsentKind(
        "contact",
        _("Introductions"),
        {
            "en": "When somebody whom I met at a convening and I have both said that we want to work together, we may be "
            "introduced to each other by email, which shows each the other's address.",
            "es": "Cuando una persona que conocí en un encuentro y yo hayamos dicho que queremos trabajar juntas, se nos "
            "puede presentar por correo, y cada quien verá la dirección de la otra persona.",
        },
        order=30,
    )
)
