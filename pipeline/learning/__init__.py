"""Fitted linear models over signals and n-grams: fit, save, load, apply, compare."""
