"""Health check of a container: asks the web server beside it whether it is ready. Standard library only.

python deploy/probe.py [path]      exit code 0 for 200, else 1
"""

import http.client
import os
import sys

path = sys.argv[1] if len(sys.argv) > 1 else "/kesehatan/siap/"
# The web server answers under the portal's own names only.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
try:
    line.request("GET", path, headers={"Host": host})
    status = line.getresponse().status
except OSError:
    status = 0
sys.exit(0 if status == 200 else 1)
