"""Run pinxit, or a script, with a faster VGG-16 on the CPU: about twice forwards, half again forwards and back.

python tools/fast_vgg.py pinxit train recipes/paint/core_v2.toml --minutes 60
python tools/fast_vgg.py benchmarks/gap.py --references 4

Training and pixel optimisation spend most of their time in VGG-16's 3x3 convolutions, and the CPU libraries that torch uses
compute those directly. This computes them by Winograd's F(4x4, 3x3), in a kernel that is compiled at the first run; features
and gradients are the same to five digits. Needs a C++ compiler, ``pip install ninja``, and an x86 processor with AVX2 (or any
whose compiler knows vectors of eight).
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.cpp_extension import load

from pinxit.torchkit import features

G = torch.tensor(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ],
    dtype=torch.float64,
)
kernels: Any = load(
    "pinxit_fast_vgg",
    [str(Path(__file__).with_suffix(".cpp"))],
    extra_cflags=["-O3", "-march=native", "-ffast-math"],
)


def transformed(kernel_oi33: Tensor) -> Tensor:
    """G g G^T of every kernel: (36,i,o)."""
    whole = torch.einsum("yk,oikl,xl->yxio", G, kernel_oi33.double(), G)
    return whole.flatten(0, 1).float().contiguous()


class ConvRelu(torch.autograd.Function):
    """relu(conv(x) + bias) of frozen weights; only x has a gradient."""

    @staticmethod
    def forward(ctx: Any, x_bchw: Tensor, kernel: Tensor, turned: Tensor, bias: Tensor) -> Tensor:
        """Kernel and turned kernel (for the way back) as `transformed` gives them."""
        y_bhwc = kernels.conv(x_bchw.permute(0, 2, 3, 1).contiguous(), None, kernel, bias, True)
        ctx.save_for_backward(y_bhwc, turned)
        return y_bhwc.permute(0, 3, 1, 2)

    @staticmethod
    def backward(ctx: Any, gradient_bchw: Tensor) -> tuple[Tensor, None, None, None]:
        """Through the ReLU, then the convolution with the turned kernel."""
        y_bhwc, turned = ctx.saved_tensors
        back = kernels.conv(gradient_bchw.permute(0, 2, 3, 1).contiguous(), y_bhwc, turned, None, False)
        return back.permute(0, 3, 1, 2), None, None, None


class FastVgg16(features.Vgg16):
    """VGG-16 with all convolutions but the first (three channels) by Winograd."""

    def prepare(self) -> None:
        """Transform the weights, once they are loaded."""
        self.ready = {}
        for name, layer in self.convs.items():
            weight, bias = layer.weight.detach(), layer.bias.detach()
            self.ready[name] = transformed(weight), transformed(weight.flip(2, 3).transpose(0, 1)), bias

    def forward(self, rgb_b3hw: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
        """As Vgg16 does."""
        found: dict[str, Tensor] = {}
        x = (rgb_b3hw.flip(1) * 255.0 - self.mean).contiguous(memory_format=torch.channels_last)
        for name in self.names:
            conv = name.replace("relu", "conv")
            if name.endswith("_1") and name != "relu1_1":
                x = F.max_pool2d(x, 2)
            x = F.relu(self.convs[conv](x)) if name == "relu1_1" else ConvRelu.apply(x, *self.ready[conv])
            if name in layers:
                found[name] = x
                if len(found) == len(set(layers)):
                    break
        return found


def install() -> None:
    """Put the fast network in the place of the plain one."""
    plain = features.vgg16

    def vgg16(device: torch.device | str = "cpu") -> features.Vgg16:
        network = plain(device)
        network.__class__ = FastVgg16
        network.prepare()
        return network

    features.vgg16 = vgg16


def main() -> None:
    """Install, then hand the command line on."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    install()
    if sys.argv[1] == "pinxit":
        from pinxit.cli import main as pinxit

        sys.exit(pinxit(sys.argv[2:]))
    sys.argv = sys.argv[1:]
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
