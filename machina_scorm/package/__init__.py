"""Packing: deterministic archives, manifests, safe names.  Knows nothing of lessons."""
