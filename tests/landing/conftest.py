"""Settings of the tests of loads."""

from hypothesis import settings

# Starting polars' threads may take longer than an example should.
settings.register_profile("loads", deadline=None)
settings.load_profile("loads")
