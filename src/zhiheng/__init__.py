"""Zhiheng (质衡): a government's quality programme, run so that every decision can be shown to be right."""

__version__ = "0.1.0"
