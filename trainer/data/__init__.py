"""Labelled pictures and their cached features."""

from trainer.data.features import Features, cache_features
from trainer.data.identities import Crops, IdentityData

__all__ = ["Crops", "Features", "IdentityData", "cache_features"]
