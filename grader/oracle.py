"""NumPy in, torch, NumPy out: the reference evaluated on the CPU or on CUDA.

torch is imported inside the functions, so that a declaration's vocabulary costs nothing to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.callables import Function
from grader.errors import CouldNotRun
from grader.wire import GeneratorSeed


def require_device(device: str) -> None:
    """Raises:
    CouldNotRun: torch is missing, or CUDA was asked for and is absent.
    """
    try:
        import torch
    except ImportError:
        raise CouldNotRun(
            "Building exercises needs torch, which is not installed here: "
            "run `pip install 'gradus[authors]'`, or use a pack that is already built."
        ) from None
    torch.set_num_threads(1)
    if device == "cuda":
        if not torch.cuda.is_available():
            raise CouldNotRun(
                "--device cuda was asked for, but torch sees no CUDA GPU here: "
                "use --device cpu, or run on a machine with a GPU and a CUDA build of torch."
            )
        # Verdicts must not depend on which kernel was picked, nor on 10-bit mantissas.
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.benchmark = False
        torch.use_deterministic_algorithms(True, warn_only=True)


def to_torch(value: Any, device: str, dtype: str) -> Any:
    """Arrays as tensors; float arrays in ``dtype``; generators and callables made ready."""
    import torch

    if isinstance(value, np.ndarray):
        # A copy, since torch cannot hold negative strides and warns of read-only memory.
        contiguous = np.array(value, dtype=dtype if value.dtype.kind == "f" else None, order="C")
        return torch.from_numpy(contiguous).to(device)
    if isinstance(value, GeneratorSeed):
        return np.random.default_rng(value.seed)
    if isinstance(value, Function):
        return value.torch
    if type(value) is dict:
        return {key: to_torch(item, device, dtype) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(to_torch(item, device, dtype) for item in value)
    return value


def to_numpy(value: Any) -> Any:
    """Tensors as arrays, 0-d tensors and NumPy scalars as Python numbers."""
    if type(value) is dict:
        return {key: to_numpy(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        items = [to_numpy(item) for item in value]
        return items if type(value) is list else tuple(items)
    if hasattr(value, "detach"):
        value = value.detach().cpu().resolve_conj().resolve_neg().numpy()
    if isinstance(value, (np.ndarray, np.generic)):
        return value.item() if value.ndim == 0 else np.array(value, order="C")
    return value


def evaluate(
    reference: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    device: str = "cpu",
    dtype: str = "float64",
) -> Any:
    """The reference's answer in NumPy, with float inputs in ``dtype``."""
    converted = {name: to_torch(value, device, dtype) for name, value in arguments.items()}
    return to_numpy(reference(**converted))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _rebuild(value: Any, leaves: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rebuild(item, leaves) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(_rebuild(item, leaves) for item in value)
    return next(leaves)


def vjp(forward: Callable[..., Any], upstream: Any, *arguments: Any) -> tuple[Any, ...]:
    """Gradients of ``sum(upstream * forward(*arguments))``, one per argument, by autograd.

    Arguments may be tensors, or dicts and lists of tensors, and the gradients have their
    structure. ``upstream`` matches the forward's output: a tensor, or a tuple of them.
    """
    import torch

    given = [leaf.detach().clone().requires_grad_(True) for leaf in _leaves(list(arguments))]
    with torch.enable_grad():
        outputs = _leaves(forward(*_rebuild(list(arguments), iter(given))))
        weights = [torch.as_tensor(w) for w in _leaves(upstream)]
        gradients: Any
        used = [(o, w) for o, w in zip(outputs, weights, strict=True) if o.requires_grad]
        if used:
            gradients = torch.autograd.grad(
                [o for o, _ in used],
                given,
                [w.to(o.dtype).expand_as(o) for o, w in used],
                allow_unused=True,
            )
        else:
            gradients = (None,) * len(given)
    whole = [torch.zeros_like(v) if g is None else g for v, g in zip(given, gradients, strict=True)]
    return tuple(_rebuild(list(arguments), iter(whole)))


def derivative(forward: Callable[[Any], Any], x: Any) -> Any:
    """The derivative of an elementwise function at every element of ``x``, by autograd."""
    import torch

    return vjp(forward, torch.ones_like(x), x)[0]
