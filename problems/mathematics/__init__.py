"""The mathematics that several problems share, each formula once and with its source."""
