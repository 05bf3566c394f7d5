import { listOf } from '../../manifest/json';
import { hasWord, starts, WORDS } from '../cel';
import type { PolicyRule } from '../policy-rule';

export const developmentServer: PolicyRule = {
  rule: 'development-server',
  decides: 'the command line of the manifest, where it starts the server without a shell',
  levels: [
    {
      severity: 'error',
      faulty:
        `(${starts('python[0-9.]*')} && size(${WORDS}) > 2 && ${WORDS}[1].matches('^(.*/)?manage[.]py$') && ${WORDS}[2] == 'runserver') || ` +
        `(${starts('flask')} && size(${WORDS}) > 1 && ${WORDS}[1] == 'run') || ` +
        `(${starts('fastapi')} && size(${WORDS}) > 1 && ${WORDS}[1] == 'dev') || ` +
        `(${starts('gunicorn', 'uvicorn', 'hypercorn', 'granian')} && ${hasWord('--reload')})`,
    },
  ],
  covers(_, { command, args }) {
    const [program = '', first = '', second] = [...listOf(command), ...listOf(args)].map(String);
    const words = [...listOf(command), ...listOf(args)];
    return /^(.*\/)?python[\d.]*$/.test(program)
      ? /^(.*\/)?manage\.py$/.test(first) && second === 'runserver'
      : /^(.*\/)?flask$/.test(program)
        ? first === 'run'
        : /^(.*\/)?(fastapi|gunicorn|uvicorn|hypercorn|granian)$/.test(program) && (first === 'dev' || words.includes('--reload'));
  },
};
