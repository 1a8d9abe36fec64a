"""The cases kept on this workstation: one encrypted file, one writer, an audit trail that can't be changed unseen."""

__all__: list[str] = []
