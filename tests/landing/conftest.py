"""Settings of the tests of loads."""

from hypothesis import settings

# Starting polars' threads may take longer than an example should. More examples than these found nothing more;
# `pytest tests/landing --hypothesis-profile=default` draws them.
settings.register_profile("loads", deadline=None, max_examples=40)
settings.load_profile("loads")
