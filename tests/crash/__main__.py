"""The long form: 200 kills of runs over 300 documents. `python -m tests.crash [KILLS] [SEED]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.crash.kills import Crasher
from tests.testweb.certificates import Certificates
from tests.testweb.server import SmallWeb

KILLS = 200
DOCUMENTS = 300


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 17
    folder = Path(tempfile.mkdtemp(prefix="enricher-crash-"))
    certificates = Certificates()
    with SmallWeb(certificates) as web:
        tally = Crasher(folder, web, documents=DOCUMENTS, seed=seed).crash(kills)
    certificates.close()
    print(tally)
    if not tally.is_clean:
        print(f"what was found is in {folder}", *tally.torn[:3], *tally.damaged, sep="\n")
        print(*tally.asked_again[:9], *tally.different[:9], sep="\n")
    return 0 if tally.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
