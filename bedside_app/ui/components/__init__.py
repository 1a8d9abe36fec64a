"""What screens are built of: thin widgets that take small frozen dataclasses and tell by signals.

`basics` are the smallest parts, `cards` and `charts` show clinical content, `states` stand where there is no answer,
`frame` surrounds every section. None of them decides anything.
"""

__all__: list[str] = []
