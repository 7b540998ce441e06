"""One returned file, from bytes to typed columns: read, recognise, parse. Runs in the workers.

Nothing here imports pandas, so that a worker starts in the time of reading one file.
"""

from consolidate.digest.story import Job, digest

__all__ = ["Job", "digest"]
