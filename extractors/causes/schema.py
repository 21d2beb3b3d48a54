"""What a language file of causes may say."""

from __future__ import annotations

from extractors.cues import CueFile


class Causes(CueFile):
    """Words that name what brought a service down, by cause code, and those that lead up to a cause or rule one out."""

    configuration: list[str]
    maintenance: list[str]
    software: list[str]
    hardware: list[str]
    power: list[str]
    cable: list[str]
    network: list[str]
    cyberattack: list[str]
    overload: list[str]
    sabotage: list[str]
    third_party: list[str]
    government_block: list[str]
    because: list[str]
    """Due to, blamed on, the cause was."""
    ruled_out: list[str]
    """No sign of, denied, not."""
