"""`python -m trainer`."""

import sys
import traceback

from trainer.cli.main import main
from trainer.cli.usage import NOT_DONE

if __name__ == "__main__":
    try:
        code = main()
    except Exception:  # noqa: BLE001 - a mistake of ours: Python's own 1 would say that it is done in part
        traceback.print_exc()
        code = NOT_DONE
    sys.exit(code)
