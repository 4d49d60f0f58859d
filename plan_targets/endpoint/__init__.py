"""A read-only HTTP endpoint for the same questions that pages ask. Not started unless somebody starts it.

    uv run python -m plan_targets.endpoint              # on 127.0.0.1:8765, for this machine only

`GET /catalogue` lists what can be asked, `GET /query` answers a question, `GET /saved/{name}` a saved query, and
`GET /sql` shows the SQL of a question. README and docs/metrics.md have examples.
"""
