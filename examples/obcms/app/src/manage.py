#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == '__main__':
    os.environ.pop('PROMETHEUS_MULTIPROC_DIR', None)  # a command is no worker: what it counts belongs to nobody's metrics
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'obc_management.settings.production')
    execute_from_command_line(sys.argv)
