"""Tables of participants, codes, codings, claims, episodes and the rest, in and out."""
