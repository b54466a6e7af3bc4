"""A convening from its plan to what follows it. Each stretch has its rooms, in the folders of every app:

plan: what it is, its sites and hosts, its program
    models: plan | forms: plan, siting | selectors: convenings, siting
    services: planning, copying, materials, leading, hosting, removing, announcing, siting
    views: public, plan, program, sites, leading, siting
register: alone, as a team, changed by the link in the mail
    forms: registration | selectors: registrations, travel, needs
    services: entrants, registering, registration, seats, reminding, settling | views: register, mine, team, needs
write: letters to those who registered
    models: letters | forms: letters | selectors: mailings | services: letters, writing | views: letters
the day: who is here, and the room of all sites
    models: day | forms: day | formats: codes, roster | selectors: day, arrivals, board, together, posts
    services: checkin, addresses, roster, room, saying | views: host, door, address, desk, room, posts
tables: who sits with whom
    models: seating | forms: seating | selectors: seating | services: seating, tables, groups, deferred | views: seating
afterwards: books, the survey, certificates, follow-ups of a county, what is kept of a person
    models: after | forms: after | formats: certificate | selectors: after, mates, kept
    services: after, asking, follow_ups, introductions, leaving, retention | views: after, books, follow_ups
for all of them
    views: sent
"""
