"""``python -m pipeline`` is the command `runda`."""

from pipeline.cli import main

if __name__ == "__main__":
    main(prog_name="runda")
