"""What all tests share: how many examples a property is tried with, and no skip unseen."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# A shared machine is slow at times, so no example has a deadline.
settings.register_profile("fast", deadline=None, derandomize=True)
settings.register_profile(
    "thorough", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fast")

STRICT = "CONSOLIDATE_NOTHING_MISSING"  # set by .ci/run, where LibreOffice must be there


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Where nothing may be missing, a test that skips for want of LibreOffice has failed."""
    report = yield
    if report.skipped and os.environ.get(STRICT) and "LibreOffice" in str(report.longrepr):
        report.outcome = "failed"
    return report
