"""Images without a window: frames decoded, handed to the window, measured. Headers are described by intake. No Qt.

`frames` decodes one frame of a file (`codecs` each packing, `colour` what becomes red, green and blue), `job` does so
in a worker, `pixels` is the window's side of it with `shared` memory, `measure` makes lengths and areas of points.
"""

__all__: list[str] = []
