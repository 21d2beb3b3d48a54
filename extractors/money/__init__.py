"""Sums of money with their currencies."""
