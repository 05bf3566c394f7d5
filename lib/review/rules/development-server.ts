import { PLATFORM_GROUP } from '../../manifest/api-object';
import { pathOf, running } from '../pool';
import type { Rule } from '../rule';

export const developmentServer: Rule = {
  id: 'development-server',
  model: 'capacity',
  severity: 'error',
  anywhere: true,
  summary: 'A server for development serves users',
  doc: {
    why:
      'It was not made for load: no limits on requests, no recycling, errors shown to users. With --reload it watches the source ' +
      'files and restarts in the middle of requests.',
    fix: 'Run gunicorn, or uvicorn without --reload.',
    judges:
      'manage.py runserver, flask run, fastapi dev, and --reload of gunicorn, uvicorn, hypercorn or granian, in workloads that ' +
      'are to run on.',
    source: 'https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver; https://flask.palletsprojects.com/en/stable/server/',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const {
        workload,
        container,
        process: { server, settings, gunicorn },
      } = each;
      // A Compose file is as often the desk of a developer.
      if (settings?.development && workload.object.apiVersion !== `${PLATFORM_GROUP}/compose`) {
        yield {
          object: workload.object,
          container: container.name,
          path: pathOf(each, gunicorn?.reload),
          message:
            `container ${container.name} runs ` +
            `${server}${server === 'runserver' || server === 'flask run' || server === 'fastapi dev' ? '' : ' with --reload'}, ` +
            'which is for development',
          consequence: 'it breaks down under load, and may restart or show its insides at any time',
          fix: 'run gunicorn (or uvicorn) without --reload',
        };
      }
    }
  },
};
