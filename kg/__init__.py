"""Pedigree: a knowledge graph of open models, and who says so."""
