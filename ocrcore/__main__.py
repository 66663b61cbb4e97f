"""`python -m ocrcore`."""

from ocrcore.cli.main import main

if __name__ == "__main__":
    main()
