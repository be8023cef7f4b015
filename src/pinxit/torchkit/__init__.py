"""Shared torch organs: VGG-16 features, feature statistics, weights. Needs the extra ``[train]``."""
