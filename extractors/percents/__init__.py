"""Shares in per cent."""
