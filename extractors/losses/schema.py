"""What a language file of loss cues may say."""

from __future__ import annotations

from extractors.cues import CueFile


class LossCues(CueFile):
    """Words by which a sum is a loss of an outage, of which kind, or something else."""

    loss: list[str]
    """Lost, missed, cost, short of, went up in smoke."""
    sales: list[str]
    """Sales, orders, takings of those who use the service."""
    platform: list[str]
    """Income of the operator: advertising, bookings, transaction volume."""
    market_value: list[str]
    """Shares, market capitalisation, fortune."""
    compensation: list[str]
    penalty: list[str]
    economy: list[str]
    """A country's or the world's economy, product."""
    other: list[str]
    """Costs that come of it: wasted stock, wages, adverts, repair."""
    not_loss: list[str]
    """Money that is no loss: prices, fees, funds, turnover, usual takings, levels of value."""
    per_minute: list[str]
    """Make a sum in their clause one for each minute of the outage; so do `per_hour` and `per_day`."""
    per_hour: list[str]
    per_day: list[str]
    rise: list[str]
    """Gains in value or number."""
    index: list[str]
    """Measures of a whole market, which falls by itself."""
    exchange: list[str]
    """Such a measure as the place where shares are traded ("on the Nasdaq")."""
