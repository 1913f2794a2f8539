"""The workbench: a local server whose pages parse what is asked, call one deed, and show the answer."""
