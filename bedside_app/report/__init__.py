"""Compose the summary once (`compose`), write it many times: as JSON (`json_document`) and as two pages (`pdf`)."""

__all__: list[str] = []
