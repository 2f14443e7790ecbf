"""SFace: a MobileNet-style face network with a 128-D embedding.

Architecture and weights: Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face
Recognition" (IEEE TIP 2021), as published in OpenCV Zoo. The weights are read from Zoo's ONNX file, whose
kernels are int8 in blocks, and rebuilt as an `nn.Module` that can be fine-tuned.
"""

import copy
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from google.protobuf.message import DecodeError
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from trainer.backbones.base import Backbone, InputSpec
from trainer.errors import CheckpointError
from trainer.text import say

ARCFACE_TEMPLATE = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Landmarks in a 112x112 crop that ArcFace (Deng et al., CVPR 2019) and SFace were trained on."""

_ARCFACE_SIDE = 112


def arcface_template(side: int) -> tuple[tuple[float, float], ...]:
    """Those landmarks in a crop of another side, in pixels."""
    factor = side / _ARCFACE_SIDE
    return tuple((x * factor, y * factor) for x, y in ARCFACE_TEMPLATE)


_CHANNELS = (32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)
"""Outputs of conv_1 and of the 13 depthwise-separable pairs."""
_STRIDED = {3, 5, 7, 13}
"""Pairs (counted as in the ONNX names, from 2) whose depthwise convolution halves the picture."""
_SIDE = 7
_BLOCK_EPS = 1e-3
_HEAD_EPS = 2e-5


def _block(
    channels_in: int, channels_out: int, *, kernel: int, stride: int = 1, depthwise: bool = False
) -> nn.Sequential:
    """Convolution without bias, batch normalisation and PReLU."""
    convolution = nn.Conv2d(
        channels_in,
        channels_out,
        kernel,
        stride,
        padding=kernel // 2,
        groups=channels_in if depthwise else 1,
        bias=False,
    )
    return nn.Sequential(convolution, nn.BatchNorm2d(channels_out, eps=_BLOCK_EPS), nn.PReLU(channels_out))


class SFace(Backbone):
    """SFace as a trainable module: 27 bias-free convolutions, then a 50,176 -> 128 linear head."""

    name = "sface"
    spec = InputSpec(size=112, mean=127.5, scale=1 / 128, template=ARCFACE_TEMPLATE)
    dimension = 128

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = [_block(3, _CHANNELS[0], kernel=3)]
        for number, (before, after) in enumerate(pairwise(_CHANNELS), start=2):
            stride = 2 if number in _STRIDED else 1
            blocks.append(
                nn.Sequential(
                    _block(before, before, kernel=3, stride=stride, depthwise=True),
                    _block(before, after, kernel=1),
                )
            )
        self.trunk = nn.Sequential(*blocks, nn.BatchNorm2d(_CHANNELS[-1], eps=_HEAD_EPS), nn.Flatten())
        self.head = nn.Sequential(
            nn.Linear(_CHANNELS[-1] * _SIDE * _SIDE, self.dimension),
            nn.BatchNorm1d(self.dimension, eps=_HEAD_EPS),
        )

    @classmethod
    def from_onnx(cls, path: Path) -> "SFace":
        """Build the network with the weights of OpenCV Zoo's SFace file.

        Raises:
            CheckpointError: The file is not that network (a tensor is missing or has another shape), or no
                ONNX at all.
            OSError: It cannot be read.
        """
        read = _weights(path)
        network = cls()
        with torch.no_grad():
            for module, name in _named_blocks(network):
                _fill_block(module, name, read)
            _fill_norm(network.trunk[-2], "bn1", read)
            linear, norm = _linear_and_norm(network)
            _copy(linear.weight, "pre_fc1_weight", read)
            _copy(linear.bias, "pre_fc1_bias", read)
            _fill_norm(norm, "fc1", read)
        return network.eval()

    def frozen_trunk(self) -> nn.Module:
        """A frozen copy of the trunk with its blocks' batch normalisation folded, channels-last."""
        frozen = copy.deepcopy(self).eval().requires_grad_(False)
        return _channels_last(*_folded_blocks(frozen), frozen.trunk[-2], nn.Flatten())

    def for_inference(self) -> nn.Module:
        """A frozen copy with every batch normalisation folded away, channels-last."""
        frozen = copy.deepcopy(self).eval().requires_grad_(False)
        linear, norm = _linear_and_norm(frozen)
        _fold_norm_into_linear(frozen.trunk[-2], linear)
        return _channels_last(*_folded_blocks(frozen), nn.Flatten(), fuse_linear_bn_eval(linear, norm))


def _channels_last(*modules: nn.Module) -> nn.Module:
    return nn.Sequential(*modules).eval().to(memory_format=torch.channels_last)


def _folded_blocks(network: SFace) -> list[nn.Sequential]:
    return [fuse_block(block) for block, _ in _named_blocks(network)]


def _linear_and_norm(network: SFace) -> tuple[nn.Linear, nn.BatchNorm1d]:
    linear, norm = network.head
    assert isinstance(linear, nn.Linear)  # noqa: S101 - built above
    assert isinstance(norm, nn.BatchNorm1d)  # noqa: S101 - built above
    return linear, norm


def _named_blocks(network: SFace) -> list[tuple[nn.Module, str]]:
    """Each convolution block with the stem of its names in the ONNX file."""
    named = [(network.trunk[0], "conv_1")]
    for number, pair in enumerate(network.trunk[1:-2], start=2):
        assert isinstance(pair, nn.Sequential)  # noqa: S101 - built above
        named += [(pair[0], f"conv_{number}_dw"), (pair[1], f"conv_{number}")]
    return named


def fuse_block(block: nn.Module) -> nn.Sequential:
    """Fold a block's batch normalisation into its convolution."""
    convolution, norm, activation = block.children()
    assert isinstance(convolution, nn.Conv2d)  # noqa: S101 - built above
    assert isinstance(norm, nn.BatchNorm2d)  # noqa: S101 - built above
    return nn.Sequential(fuse_conv_bn_eval(convolution, norm), activation)


def _fold_norm_into_linear(norm: nn.Module, linear: nn.Linear) -> None:
    """Let `linear(flatten(x))` compute what `linear(flatten(norm(x)))` did."""
    assert isinstance(norm, nn.BatchNorm2d)  # noqa: S101 - built above
    assert norm.running_var is not None  # noqa: S101
    assert norm.running_mean is not None  # noqa: S101
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shift = norm.bias - norm.running_mean * scale
    area = linear.in_features // norm.num_features
    linear.bias.data += linear.weight @ shift.repeat_interleave(area)
    linear.weight.data *= scale.repeat_interleave(area)


Reader = Callable[[str], Tensor]


def _weights(path: Path) -> Reader:
    """Read the file's tensors by name, de-quantising those kept as int8."""
    try:
        graph = onnx.load(str(path)).graph
    except (DecodeError, ValueError, RecursionError) as error:
        raise CheckpointError(
            say("{path} cannot be used", path=path),
            why=say("it is not an ONNX file, or is damaged"),
            remedy=say("Take another copy of it"),
        ) from error
    tensors = {t.name: t for t in graph.initializer}
    blocks = {n.input[0]: n for n in graph.node if n.op_type == "DequantizeLinear"}

    def array(name: str) -> npt.NDArray[np.generic]:
        if name not in tensors:
            raise CheckpointError(
                say("{path} is not OpenCV Zoo's SFace: it has no tensor {name}", path=path.name, name=name)
            )
        return numpy_helper.to_array(tensors[name])

    def read(name: str) -> Tensor:
        if name in tensors:
            return torch.from_numpy(np.array(array(name), dtype=np.float32))
        quantised = array(f"{name}_quantized").astype(np.float32)
        node = blocks[f"{name}_quantized"]
        fields = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        scale, zero = (
            np.repeat(array(f"{name}_{part}").astype(np.float32), fields["block_size"], fields["axis"])
            for part in ("scales", "zero_point")
        )
        part = tuple(slice(n) for n in quantised.shape)  # the last block may be short
        return torch.from_numpy((quantised - zero[part]) * scale[part])

    return read


def _copy(parameter: Tensor | nn.Module, name: str, read: Reader) -> None:
    assert isinstance(parameter, Tensor)  # noqa: S101 - the modules are this file's own
    value = read(name)
    if value.numel() != parameter.numel():
        raise CheckpointError(
            say(
                "{name} has {count} values, SFace wants {wanted}",
                name=name,
                count=value.numel(),
                wanted=parameter.numel(),
            )
        )
    parameter.copy_(value.reshape(parameter.shape))


def _fill_norm(norm: nn.Module, name: str, read: Reader) -> None:
    for attribute, suffix in (
        ("weight", "gamma"),
        ("bias", "beta"),
        ("running_mean", "moving_mean"),
        ("running_var", "moving_var"),
    ):
        _copy(getattr(norm, attribute), f"{name}_{suffix}", read)


def _fill_block(block: nn.Module, name: str, read: Reader) -> None:
    convolution, norm, activation = block.children()
    _copy(convolution.weight, f"{name}_conv2d_weight", read)
    _fill_norm(norm, f"{name}_batchnorm", read)
    _copy(activation.weight, f"{name}_relu_gamma", read)
