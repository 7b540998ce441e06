"""python -m consolidate"""

from consolidate.cli import main

main()
