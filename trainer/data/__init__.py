"""Labelled pictures and their cached features."""

from trainer.data.features import Features, LabelledData, cache_features
from trainer.data.files import Files, read_csv, read_folder
from trainer.data.identities import Crops, IdentityData

__all__ = [
    "Crops",
    "Features",
    "Files",
    "IdentityData",
    "LabelledData",
    "cache_features",
    "read_csv",
    "read_folder",
]
