"""An S3-style store on a machine of its own: moto's server, which keeps objects in memory.

`python -m tests.cluster.store ADDRESS`
"""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

if __name__ == "__main__":
    run_simple(sys.argv[1], 9000, DomainDispatcherApplication(create_backend_app), threaded=True)
