"""File names, folders, manifests with digests."""
