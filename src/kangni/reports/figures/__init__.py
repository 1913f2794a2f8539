"""Figures: one module a picture, each with one public function of that name."""
