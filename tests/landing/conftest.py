"""Settings of the tests of loads, and the lists they read by."""

import os

import pytest
from hypothesis import settings

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary

# Starting polars' threads may take longer than an example should; more examples than these have found nothing more.
settings.register_profile("loads", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "loads"))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The words that files are read by."""
    return Vocabulary.from_seeds()


@pytest.fixture(scope="session")
def lists() -> Lists:
    """The lists that plans are read by."""
    return Lists.from_seeds()
