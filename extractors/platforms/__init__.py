"""Names of digital services, and the operators behind them, in the five languages."""
