"""The store: what was read, kept beside the output, so that only what changed is read again."""

from pipeline.store.database import STORE, Store, StoreError

__all__ = ["STORE", "Store", "StoreError"]
