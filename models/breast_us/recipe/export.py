"""The trained members as one ONNX file: `python -m models.breast_us.recipe.export WORK OUT`.

The graph is written here, node by node, and not by an exporter: it holds what is written and nothing else. Norms are
folded into their convolutions. Large weights are kept as 8-bit integers with one scale for each output channel,
middling ones as float16; they become float32 when the model is loaded, and all arithmetic is float32. `evaluate`
measures what that changes.
"""
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, checker, helper, numpy_helper
from torch import nn

from bedside_app.inference.letterbox import SIDE
from models.breast_us.recipe.gate import Gate
from models.breast_us.recipe.network import MEAN, SPREAD, TAPS, Network

__all__ = ["IR_VERSION", "OPSET", "ensemble_bytes", "main"]

IR_VERSION: Final = 10
OPSET: Final = 21
_LEAST_HALF: Final = 1024  # smaller tensors stay float32: they weigh nothing
_LEAST_QUANTISED: Final = 20_000  # smaller ones become float16: they weigh little, and 8 bits would tell there


class _Writer:
    """Collects nodes and constants of one graph; every method returns the name of the value that it adds."""

    def __init__(self, *, quantised: bool) -> None:
        self.quantised = quantised
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def node(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Add one node."""
        name = output or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def constant(self, value: NDArray[np.generic] | float | Sequence[int]) -> str:
        """Add a constant: float32, or int64 for a list of whole numbers; equal ones are kept once."""
        array = np.asarray(value)
        array = array.astype(np.int64 if isinstance(value, list) else np.float32)
        key = f"{array.dtype}{array.shape}{array.tobytes()!r}"
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(np.ascontiguousarray(array), f"c{len(self.constants)}")
        return str(self.constants[key].name)

    def weight(self, value: NDArray[np.float32]) -> str:
        """Add a weight, its first axis the output channels: float32, float16 or 8-bit by its size."""
        if not self.quantised or value.size < _LEAST_HALF:
            return self.constant(value)
        if value.size < _LEAST_QUANTISED:
            return self.node("Cast", self._kept("h", value.astype(np.float16)), to=TensorProto.FLOAT)
        scale = np.abs(value).reshape(len(value), -1).max(1).reshape(-1, *[1] * (value.ndim - 1)) / 127
        scale = np.maximum(scale, 1e-12).astype(np.float32)
        whole = np.clip(np.rint(value / scale), -127, 127).astype(np.int8)
        wide = self.node("Cast", self._kept("q", whole), to=TensorProto.FLOAT)
        return self.node("Mul", wide, self.constant(scale))

    def _kept(self, letter: str, value: NDArray[np.generic]) -> str:
        name = f"{letter}{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(value, name)
        return name

    def convolution(self, x: str, layer: nn.Conv2d, norm: nn.BatchNorm2d | None = None, *, grey: bool = False) -> str:
        """Add a convolution with its norm folded in; `grey` sums the weights of equal input channels."""
        weight = layer.weight.detach().numpy().astype(np.float64)
        bias = np.zeros(len(weight)) if layer.bias is None else layer.bias.detach().numpy().astype(np.float64)
        if norm is not None:
            gain = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy().astype(np.float64)
            weight = weight * gain[:, None, None, None]
            bias = bias * gain + (norm.bias.detach() - norm.running_mean * torch.from_numpy(gain)).numpy()
        if grey:
            weight = weight.sum(1, keepdims=True)
        kernel, stride = layer.kernel_size[0], layer.stride[0]
        before = (kernel - stride) // 2 if stride > 1 else layer.padding[0]
        after = kernel - stride - before if stride > 1 else before
        return self.node(
            "Conv",
            x,
            self.weight(weight.astype(np.float32)),
            self.constant(bias),
            kernel_shape=[kernel, kernel],
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=layer.groups,
        )

    def sequence(self, x: str, layers: Sequence[nn.Module], *, grey: bool = False) -> str:
        """Add convolutions, norms and bends in their order."""
        for index, layer in enumerate(layers):
            if isinstance(layer, nn.Conv2d):
                norm = layers[index + 1] if index + 1 < len(layers) else None
                x = self.convolution(x, layer, norm if isinstance(norm, nn.BatchNorm2d) else None, grey=grey)
            elif isinstance(layer, nn.ReLU6):
                x = self.bend(x)
        return x

    def bend(self, x: str) -> str:
        """Add a rectifier that ends at 6."""
        return self.node("Clip", x, self.constant(0.0), self.constant(6.0))

    def grown(self, x: str, times: int, *, smooth: bool = False) -> str:
        """Add an enlargement, by repetition or bilinear."""
        scales = self.constant(np.array([1, 1, times, times], np.float32))
        how = (
            {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
            if smooth
            else {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
        )
        return self.node("Resize", x, "", scales, **how)

    def mirrored(self, x: str) -> str:
        """Add the mirror image of (n, c, rows, columns): left is right."""
        ends = ([-1], [-(2**31)], [3], [-1])
        return self.node("Slice", x, *(self.constant(end) for end in ends))

    def of_both(self, x: str, output: str, *, turned_back: bool = False) -> str:
        """Add an output: the mean of the first half of the rows and of the second, that of the mirror images."""
        plain, mirror = f"{output}_plain", f"{output}_mirror"
        self.nodes.append(helper.make_node("Split", [x], [plain, mirror], axis=0, num_outputs=2))
        return self.node("Mean", plain, self.mirrored(mirror) if turned_back else mirror, output=output)

    def total(self, x: str, axes: list[int], *, keep: bool = False) -> str:
        """Add a sum over axes."""
        return self.node("ReduceSum", x, self.constant(axes), keepdims=int(keep))

    def mean(self, x: str, axes: list[int], *, keep: bool = False) -> str:
        """Add a mean over axes."""
        return self.node("ReduceMean", x, self.constant(axes), keepdims=int(keep))


def ensemble_bytes(members: Sequence[tuple[Network, Gate]], *, quantised: bool = True) -> bytes:
    """Return the ONNX file of some trained networks with their gates.

    Every network sees the picture and its mirror image, and every output is the mean of both.
    Input `image` (N, 1, SIDE, SIDE) float32: the letterboxed grey picture in [0, 1]. Outputs, float32: `outline`
    (N, 1, SIDE, SIDE) mean logit; `malignancy` (N, members) logits, not calibrated; `strangeness` (N,) mean logit of
    the gates, refused beyond the limit; `saliency` (N, 1, SIDE / 8, SIDE / 8) mean share of each place in the logit.
    """
    writer = _Writer(quantised=quantised)
    both = writer.node("Concat", "image", writer.mirrored("image"), axis=0)
    scaled = writer.node("Div", writer.node("Sub", both, writer.constant(MEAN)), writer.constant(SPREAD))
    parts = [_member(writer, scaled, network.eval(), gate) for network, gate in members]
    outlines, logits, strange, places = zip(*parts, strict=True)
    writer.of_both(writer.node("Mean", *outlines), "outline", turned_back=True)
    writer.of_both(writer.node("Concat", *logits, axis=1), "malignancy")
    writer.of_both(writer.node("Mean", *strange), "strangeness")
    writer.of_both(writer.node("Mean", *places), "saliency", turned_back=True)
    shapes: dict[str, list[str | int | None]] = {
        "outline": ["N", 1, SIDE, SIDE],
        "malignancy": ["N", len(members)],
        "strangeness": ["N"],
        "saliency": ["N", 1, SIDE // 8, SIDE // 8],
    }
    graph = helper.make_graph(
        writer.nodes,
        "breast_us",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", 1, SIDE, SIDE])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()],
        initializer=list(writer.constants.values()),
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="bedside")
    checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _member(writer: _Writer, x: str, network: Network, gate: Gate) -> tuple[str, str, str, str]:
    """Write one network and its gate; return the names of outline, logit, strangeness and saliency."""
    levels = _levels(writer, x, network)
    level = writer.convolution(levels[4], network.top)
    merged = ""
    for depth, merge in zip((3, 2, 1), network.merges, strict=True):
        level = _merged(writer, merge, level, levels[depth])
        merged = level if depth == 2 else merged
    outline = writer.convolution(_merged(writer, network.finest, level, levels[0]), network.outline)
    outline = writer.grown(outline, 2, smooth=True)
    weight = writer.node("AveragePool", writer.node("Sigmoid", outline), kernel_shape=[8, 8], strides=[8, 8])
    wide = writer.node("MaxPool", weight, kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])
    rim = writer.node("Sub", wide, weight)
    coarse = writer.node("AveragePool", weight, kernel_shape=[2, 2], strides=[2, 2])
    shares = [_share(writer, each) for each in (weight, rim, coarse)]
    logit, places = _verdict(writer, network, levels, merged, shares)
    return outline, logit, _strangeness(writer, gate, _traits(writer, levels)), places


def _levels(writer: _Writer, x: str, network: Network) -> list[str]:
    x = writer.sequence(x, list(network.body.stem), grey=True)
    levels = []
    for index, block in enumerate(network.body.blocks):
        y = writer.sequence(x, list(block.layers))
        x = writer.node("Add", x, y) if block.residual else y
        if index in TAPS:
            levels.append(x)
    return levels


def _merged(writer: _Writer, merge: Any, coarse: str, fine: str) -> str:
    if isinstance(merge.narrow, nn.Conv2d):
        coarse = writer.convolution(coarse, merge.narrow)
    both = writer.node("Add", writer.convolution(fine, merge.lateral), writer.grown(coarse, 2))
    return writer.sequence(both, list(merge.smooth))


def _share(writer: _Writer, weight: str) -> str:
    total = writer.node("Add", writer.total(weight, [2, 3], keep=True), writer.constant(1.0))
    return writer.node("Div", weight, total)


def _verdict(
    writer: _Writer, network: Network, levels: list[str], merged: str, shares: Sequence[str]
) -> tuple[str, str]:
    """Write the class's logit (N, 1) and what each place adds to it."""
    lesion, rim, coarse = shares
    under = ((merged, lesion), (merged, rim), (levels[3], coarse))
    pooled = [writer.total(writer.node("Mul", maps, share), [2, 3]) for maps, share in under]
    seen = writer.node("Concat", writer.mean(levels[4], [2, 3]), *pooled, axis=1)
    first, last = network.hidden[1], network.verdict
    weight = first.weight.detach().numpy()
    inner = writer.node("Gemm", seen, writer.constant(weight), writer.constant(first.bias.detach().numpy()), transB=1)
    slope = last.weight.detach().numpy()
    logit = writer.node(
        "Gemm", writer.bend(inner), writer.constant(slope), writer.constant(last.bias.detach().numpy()), transB=1
    )
    above = writer.node("Greater", inner, writer.constant(0.0))
    below = writer.node("Less", inner, writer.constant(6.0))
    open_units = writer.node("Cast", writer.node("And", above, below), to=TensorProto.FLOAT)
    slopes = writer.node("MatMul", writer.node("Mul", open_units, writer.constant(slope)), writer.constant(weight))
    widths = (TAPS[15], network.top.out_channels, network.top.out_channels, TAPS[10])
    return logit, _places(
        writer, writer.node("Unsqueeze", slopes, writer.constant([2, 3])), widths, levels, merged, shares
    )


def _places(
    writer: _Writer, slopes: str, widths: Sequence[int], levels: list[str], merged: str, shares: Sequence[str]
) -> str:
    """Write what each place adds to the logit, as `Network.saliency` does."""
    ends = np.cumsum(widths)
    bounds = [([int(end) - width], [int(end)]) for width, end in zip(widths, ends, strict=True)]
    of_all, of_lesion, of_rim, of_coarse = (
        writer.node("Slice", slopes, writer.constant(start), writer.constant(end), writer.constant([1]))
        for start, end in bounds
    )
    lesion, rim, coarse = shares

    def added(maps: str, of: str, factor: str) -> str:
        return writer.node("Mul", writer.total(writer.node("Mul", maps, of), [1], keep=True), factor)

    whole = added(levels[4], of_all, writer.constant(1 / (SIDE // 32) ** 2 / 16))
    deep = added(levels[3], of_coarse, writer.node("Mul", coarse, writer.constant(0.25)))
    at_lesion = writer.node("Add", added(merged, of_lesion, lesion), added(merged, of_rim, rim))
    return writer.node("Sum", at_lesion, writer.grown(deep, 2), writer.grown(whole, 4))


def _traits(writer: _Writer, levels: list[str]) -> str:
    means = [writer.mean(level, [2, 3], keep=True) for level in levels]
    spreads = []
    for level, mean in zip(levels[:3], means[:3], strict=True):
        off = writer.node("Sub", level, mean)
        spreads.append(writer.node("Sqrt", writer.mean(writer.node("Mul", off, off), [2, 3])))
    flat = [writer.node("Squeeze", mean, writer.constant([2, 3])) for mean in means]
    return writer.node("Concat", *flat, *spreads, axis=1)


def _strangeness(writer: _Writer, gate: Gate, traits: str) -> str:
    weights = writer.constant(gate.weights[:, None])
    logit = writer.node("Add", writer.node("MatMul", traits, weights), writer.constant(gate.offset))
    return writer.node("Squeeze", logit, writer.constant([1]))


def main() -> None:
    """Write the model of every finished member in WORK."""
    from models.breast_us.recipe.members import finished, member

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--float32", action="store_true", help="keep the weights whole: for comparison, too large to ship"
    )
    options = parser.parse_args()
    names = finished(options.work)
    data = ensemble_bytes([member(options.work, name) for name in names], quantised=not options.float32)
    options.out.write_bytes(data)
    print(f"{options.out}: {len(names)} members ({', '.join(names)}), {len(data) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
