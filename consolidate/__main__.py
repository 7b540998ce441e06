"""python -m consolidate"""

from consolidate.cli import main

if __name__ == "__main__":  # processes that read files are begun from this module, too
    main()
