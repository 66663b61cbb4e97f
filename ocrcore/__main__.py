"""`python -m ocrcore`."""

from ocrcore.cli import main

if __name__ == "__main__":
    main()
