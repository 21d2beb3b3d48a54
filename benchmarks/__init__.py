"""What is measured, beside whom. ``python -m benchmarks [NAME…]`` runs every module here that has a ``run``."""
