import { flags, type OptionTable } from '../process/option';

/** The options of gunicorn's command line that matter here, and those that take a word (`gunicorn/config.py`). */
export const GUNICORN_OPTIONS: OptionTable = new Map([
  ...flags('-c --config', 'config'),
  ...flags('-b --bind', 'bind'),
  ...flags('-w --workers', 'workers'),
  ...flags('-k --worker-class', 'worker_class'),
  ...flags('--threads', 'threads'),
  ...flags('--max-requests', 'max_requests'),
  ...flags('--max-requests-jitter', 'max_requests_jitter'),
  ...flags('-t --timeout', 'timeout'),
  ...flags('--graceful-timeout', 'graceful_timeout'),
  ...flags('--keep-alive', 'keepalive'),
  ...flags('--worker-connections', 'worker_connections'),
  ...flags('--backlog', 'backlog'),
  ...flags('--chdir', 'chdir'),
  ...flags('--forwarded-allow-ips', 'forwarded_allow_ips'),
  ...flags('--worker-tmp-dir', 'worker_tmp_dir'),
  ...flags('--preload', 'preload_app', true),
  ...flags('--reload', 'reload', true),
  ...flags('-D --daemon', 'daemon', true),
  // The value of one of these is no option, whatever it looks like.
  ...flags(
    '-e --env -p --pid -u --user -g --group -m --umask -n --name --pythonpath --paste --paster --keyfile --certfile --ca-certs --ciphers',
    'ignored',
  ),
  ...flags('--limit-request-line --limit-request-fields --limit-request-field_size', 'ignored'),
  ...flags(
    '--proxy-allow-from --access-logfile --access-logformat --error-logfile --log-file --log-level --log-config --log-config-json',
    'ignored',
  ),
  ...flags(
    '--logger-class --log-syslog-to --log-syslog-prefix --log-syslog-facility --statsd-host --statsd-prefix --dogstatsd-tags',
    'ignored',
  ),
  ...flags('--ssl-version --cert-reqs --reload-engine --reload-extra-file --forwarder-headers --header-map', 'ignored'),
]);
