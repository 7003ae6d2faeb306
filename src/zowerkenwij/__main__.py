"""``python -m zowerkenwij``."""

from zowerkenwij.cli import main

main()
