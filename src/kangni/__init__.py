"""Kangni 抗逆: from interviews to a tested picture of how people keep their footing at work."""
