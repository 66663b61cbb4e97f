"""The trained detector in cheaper operations, for export: the same function of the page, less work for the processor.

- The first convolution takes the grey page's bytes as they are, less `GROUND`: normalisation is part of its weights, and so are the three
  equal colours of grey.
- A transposed convolution is a convolution with four times the channels and a shuffle of pixels (W. Shi et al.,
  "Is the deconvolution layer the same as a convolutional layer?", arXiv:1609.07009). 8-bit convolutions are fast, 8-bit
  transposed ones do not exist in ONNX Runtime.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_conv_bn_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

GROUND = 200
"""The byte that stands for nothing, and for what lies beyond the page's edge: about the mean of the normalisation."""


class Shuffled(nn.Module):
    """A transposed convolution of stride 2 as a convolution whose channels become blocks of two by two pixels."""

    def __init__(self, weight: Tensor, bias: Tensor, activation: nn.Module) -> None:
        """Take a transposed convolution's weight of shape (in, out, kernel, kernel), kernel 2 or 3, and bias (out,)."""
        super().__init__()
        into, out, kernel, _ = weight.shape
        self.beyond = kernel - 2
        """How many pixels to the right and below a block depends on."""
        self.convolution = nn.Conv2d(into, 4 * out, self.beyond + 1)
        # Along each axis the even pixel is x[i] w[1], the odd one x[i] w[2] + x[i + 1] w[0] (kernel 3, padding 1), or
        # x[i] w[0] and x[i] w[1] (kernel 2, no padding): (pixel, place in x) -> place in w.
        taps = {(0, 0): 1, (1, 0): 2, (1, 1): 0} if self.beyond else {(0, 0): 0, (1, 0): 1}
        spread = torch.zeros(2, 2, out, into, self.beyond + 1, self.beyond + 1)
        for (row, below), down in taps.items():
            for (column, right), across in taps.items():
                spread[row, column, :, :, below, right] = weight[:, :, down, across].T
        self.convolution.weight.data = spread.flatten(0, 2)
        self.convolution.bias.data = bias.repeat(4)
        self.activation = activation

    def forward(self, features: Tensor) -> Tensor:
        """Return features of twice the height and width."""
        if self.beyond:
            features = nn.functional.pad(features, (0, self.beyond, 0, self.beyond))
        blocks = self.activation(self.convolution(features))
        count, channels, height, width = blocks.shape
        # Channels last, as ONNX Runtime keeps them between 8-bit convolutions: whole runs of bytes are moved.
        rows = blocks.permute(0, 2, 3, 1).reshape(count, height, width, 2, channels // 2).transpose(2, 3)
        return rows.reshape(count, 2 * height, 2 * width, channels // 4).permute(0, 3, 1, 2)


class Lighter(nn.Module):
    """A docTR LinkNet that takes grey pages as floats of shape (n, height, width): bytes, less `GROUND`."""

    def __init__(self, model: nn.Module, mean: Sequence[float], std: Sequence[float]) -> None:
        """Rewrite a trained network.

        Args:
            model: The network, in evaluation mode; it is changed.
            mean: The normalisation that it was trained with, by channel, of values from 0 to 1.
            std: As `mean`.
        """
        super().__init__()
        extractor = model.feat_extractor
        first = fuse_conv_bn_eval(extractor["conv1"], extractor["bn1"])
        offset = (GROUND / 255 - torch.tensor(mean)) / torch.tensor(std)
        first.bias.data += (first.weight.sum((2, 3)) * offset).sum(1)
        first.weight.data = (first.weight / (255 * torch.tensor(std).view(1, 3, 1, 1))).sum(1, keepdim=True).detach()
        first.in_channels = 1
        extractor["conv1"], extractor["bn1"] = first, nn.Identity()
        for stack in [*model.fpn.decoders, model.classifier]:
            for place, layer in enumerate(stack):
                if isinstance(layer, nn.ConvTranspose2d):
                    stack[place] = _without_transposition(layer, stack, place)
        self.model = model

    def forward(self, page: Tensor) -> Tensor:
        """Return logits of shape (n, 1, height, width)."""
        return self.model(page[:, None])["logits"]


def _without_transposition(layer: nn.ConvTranspose2d, stack: nn.Sequential, place: int) -> nn.Module:
    weight = layer.weight.detach()
    bias = torch.zeros(layer.out_channels) if layer.bias is None else layer.bias.detach()
    after = stack[place + 1] if place + 1 < len(stack) else None
    if isinstance(after, nn.BatchNorm2d):
        weight, bias = fuse_conv_bn_weights(weight, bias, after.running_mean, after.running_var, after.eps,
            after.weight, after.bias, transpose=True)  # fmt: skip
        stack[place + 1] = nn.Identity()
    if layer.stride == (2, 2):
        activation = nn.Identity()
        if len(stack) > place + 2:
            activation, stack[place + 2] = stack[place + 2], nn.Identity()
        return Shuffled(weight.detach(), bias.detach(), activation)
    plain = nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size, padding=layer.padding)
    plain.weight.data = weight.detach().transpose(0, 1).flip(2, 3).contiguous()
    plain.bias.data = bias.detach()
    return plain
