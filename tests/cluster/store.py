"""An S3-style store on a machine of its own, over HTTPS: moto's server, which keeps objects in memory.

`python -m tests.cluster.store ADDRESS CERTIFICATE KEY`
"""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

if __name__ == "__main__":
    certified = (sys.argv[2], sys.argv[3])
    run_simple(sys.argv[1], 9000, DomainDispatcherApplication(create_backend_app), threaded=True, ssl_context=certified)
