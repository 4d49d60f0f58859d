"""Settings of the tests of loads."""

import os

from hypothesis import settings

# Starting polars' threads may take longer than an example should; more examples than these have found nothing more.
settings.register_profile("loads", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "loads"))
