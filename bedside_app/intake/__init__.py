"""From files that a person dropped to one patient's record: told by content, read in a worker, identities weighed.

One module or folder per source (`fhir`, `hl7v2`, `dicom`); `gather` is the door for workflows, `job` what the
worker runs.
"""

__all__: list[str] = []
