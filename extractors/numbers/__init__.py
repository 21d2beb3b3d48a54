"""Numbers as the five languages write them, in digits, words and mixtures of both."""
