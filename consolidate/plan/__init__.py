"""The plan folder: models, loading, and the judging of what belongs together."""

from consolidate.plan.models import Plan

__all__ = ["Plan"]
