"""Runs the command as `python -m gdie.cli`."""

from gdie.cli import main

if __name__ == "__main__":
    main()
