"""`make run` and the tests' servers: a real PostgreSQL and a real Valkey from Python packages, under `.local/`.

See docs/decisions/0001-embedded-servers.md. Order of the rooms, low to high: `sentences` and `bootstrap` (standard library only),
`places`, `processes`, `postgres`, `valkey`, `database`, `prepare` (the one that loads Django), `supervisor`, `run`.
"""
