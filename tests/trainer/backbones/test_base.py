"""Every backbone keeps the protocol."""

import pytest
import torch

from trainer.backbones import REGISTRY, create


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sorted(REGISTRY.keys() - {"timm"}), "timm:test_vit"])
def test_the_protocol(name: str) -> None:
    torch.manual_seed(0)
    backbone = create(name).eval()
    size = backbone.spec.size
    assert len(backbone.spec.template) == 5
    crops = torch.randint(0, 256, (2, size, size, 3), dtype=torch.uint8)
    with torch.inference_mode():
        pictures = backbone.prepare(crops)
        features = backbone.trunk(pictures)
        embeddings = backbone(pictures)
        fast = torch.nn.functional.normalize(backbone.for_inference()(pictures), dim=1)
        assert embeddings.shape == (2, backbone.dimension)
        torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(2))
        torch.testing.assert_close(backbone.embed_features(features), embeddings)
        torch.testing.assert_close(backbone.frozen_trunk()(pictures), features, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(fast, embeddings, atol=1e-4, rtol=1e-4)
