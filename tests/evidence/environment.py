"""A child of the tests: says what its environment holds, or begins another that outlives it."""

import json
import os
import subprocess
import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["linger"]:
        begun = subprocess.Popen(["/bin/sleep", "120"])
        print(begun.pid, flush=True)
        begun.wait()
    else:
        json.dump(list(os.environ), sys.stdout)
