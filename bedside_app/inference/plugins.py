"""The plug-ins of the runtime that IT may install beside it: which are there, in which version, and where they lie.

Each is an extra (`webgpu`, `openvino`, `nvidia`) and shares no file with the runtime. Nothing is loaded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Final

__all__ = ["PLUGINS", "Plugin", "installed"]

# In the order in which their devices are preferred: what its maker tunes for one device before what runs on any.
PLUGINS: Final = {
    "nvidia": "onnxruntime-ep-nv-tensorrt-rtx-cu13",
    "openvino": "onnxruntime-ep-openvino",
    "webgpu": "onnxruntime-ep-webgpu",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """One installed plug-in: the name of its extra, its version, its library, the providers that it brings."""

    name: str
    version: str
    library: str
    providers: tuple[str, ...]


def installed() -> Iterator[Plugin]:
    """Yield the plug-ins that are installed and whole."""
    for name, distribution in PLUGINS.items():
        try:
            about = metadata.distribution(distribution)
            module = import_module(_module_of(about))
            providers = tuple(module.get_ep_names()) if hasattr(module, "get_ep_names") else (module.get_ep_name(),)
            yield Plugin(name=name, version=about.version, library=str(module.get_library_path()), providers=providers)
        except (metadata.PackageNotFoundError, ImportError, AttributeError, RuntimeError, OSError):
            continue  # not there, or not what it says: the processor serves


def _module_of(about: metadata.Distribution) -> str:
    """Return the module of a distribution, whatever it is called."""
    for file in about.files or ():
        if len(file.parts) == 2 and file.name == "__init__.py":
            return file.parts[0]
    raise ImportError(about.name)
