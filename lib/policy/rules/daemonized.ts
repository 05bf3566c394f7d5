import { listOf } from '../../manifest/json';
import { hasWord, starts } from '../cel';
import type { PolicyRule } from '../policy-rule';

export const daemonized: PolicyRule = {
  rule: 'daemonized',
  decides: 'the command line of the manifest, where it starts gunicorn without a shell',
  levels: [{ severity: 'error', faulty: `${starts('gunicorn')} && ${hasWord('-D', '--daemon')}` }],
  covers(_, { command, args }) {
    const words = [...listOf(command), ...listOf(args)];
    return /^(.*\/)?gunicorn$/.test(String(words[0])) && words.some((word) => word === '-D' || word === '--daemon');
  },
};
