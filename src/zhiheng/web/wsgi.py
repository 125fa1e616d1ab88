"""The entrance for a web server that speaks WSGI: ``zhiheng serve`` and any other, once in each process.

The shipped rulebooks are read here, before the first visitor asks for one: reading them takes seconds, and no
other command, task or test starts here.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
application = get_wsgi_application()

from zhiheng.casework.queries.shelf import shipped  # noqa: E402 - needs the applications that Django has loaded

shipped()
