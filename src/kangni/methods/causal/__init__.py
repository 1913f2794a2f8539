"""From causal claims to maps, loops and the balance that a map implies."""
