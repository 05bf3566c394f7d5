import type { Reading } from '../../reading/reading';
import { mountedFiles } from '../../manifest/mounted-file';
import { GUNICORN_OPTIONS } from '../../application/server/gunicorn-option';
import { carriedWords } from '../../application/server/gunicorn';
import { readOptions } from '../../application/process/option';
import { isKnown } from '../../application/process/setting';
import { imageAddsNothing } from '../assumption';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

export const carrierIgnored: Rule = {
  id: 'carrier-ignored',
  model: 'chain',
  severity: 'warning',
  summary: 'A variable that is meant to set up gunicorn sets nothing',
  doc: {
    why:
      'gunicorn reads GUNICORN_CMD_ARGS and WEB_CONCURRENCY, each overridden by what comes after it: the configuration file ' +
      'beats WEB_CONCURRENCY, the command line beats both. ' +
      'GUNICORN_WORKERS is read by nobody, although its own container guide sets it. Whoever changes the variable changes nothing.',
    fix: 'Set the value where it is read, or take the other one away.',
    judges:
      'Containers whose server is known from the command. A variable to which the command or a mounted file refers is read by ' +
      'that; a configuration file that cannot be ' +
      'read may refer to anything.',
    source: 'gunicorn/app/base.py, Application.load_config; gunicorn/config.py, Workers; facts, "How gunicorn decides"',
  },
  *check(reading) {
    for (const each of running(reading)) {
      for (const { name, by, assumed } of ignored(reading, each)) {
        yield {
          object: each.workload.object,
          container: each.container.name,
          path: each.process.environment.variables.get(name)!.path,
          message: `${name} ${by}${imageAddsNothing(assumed).words}`,
          consequence: 'changing the variable changes nothing',
          fix: `remove ${name}, or what overrides it`,
        };
      }
    }
  },
};

interface Ignored {
  readonly name: string;
  readonly by: string;
  readonly assumed: boolean;
}

function* ignored(reading: Reading, { workload, container, process }: Running): Iterable<Ignored> {
  const {
    environment: { variables },
    gunicorn,
    words,
    server,
  } = process;
  const texts = [
    ...(container.command ?? []),
    ...(container.args ?? []),
    ...mountedFiles(reading.bundle, workload, container).map(({ text }) => text),
  ];
  const isIgnorable = (name: string) => variables.has(name) && !texts.some((text) => text.includes(name));
  if (!words || server === undefined) {
    return;
  }
  const carrier = variables.get('GUNICORN_CMD_ARGS');
  if (carrier && !gunicorn) {
    yield { name: carrier.name, by: `is set, and ${server} does not read it`, assumed: false };
  } else if (carrier) {
    const said = readOptions(words.slice(1), GUNICORN_OPTIONS).values;
    const overridden = [...readOptions(carriedWords(carrier.value), GUNICORN_OPTIONS).values.keys()].filter(
      (option) => option !== 'ignored' && said.has(option),
    );
    if (overridden.length) {
      yield { name: carrier.name, by: `sets ${overridden.join(' and ')}, and so does the command line, which wins`, assumed: false };
    }
  }
  if (gunicorn && isKnown(gunicorn.workers)) {
    const { value, origin, assumed, isDefault } = gunicorn.workers;
    // Where both say the same, others may read the variable.
    if (isIgnorable('WEB_CONCURRENCY') && origin !== 'WEB_CONCURRENCY' && Number(variables.get('WEB_CONCURRENCY')!.value) !== value) {
      yield {
        name: 'WEB_CONCURRENCY',
        by: `is ${variables.get('WEB_CONCURRENCY')!.value}, and ${origin} sets ${value} workers, which wins`,
        assumed,
      };
    }
    if (isIgnorable('GUNICORN_WORKERS')) {
      yield {
        name: 'GUNICORN_WORKERS',
        by: `is set and read by nothing: gunicorn runs ${value} (${origin})`,
        assumed: assumed || isDefault,
      };
    }
  }
}
