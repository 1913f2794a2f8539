"""Pure numbers: arrays in, frozen results out; no files, no clock, no study objects."""
