import { pathInWords } from '../../manifest/path';
import type { Rule } from '../rule';

export const duplicateKey: Rule = {
  id: 'duplicate-key',
  model: 'chain',
  severity: 'warning',
  summary: 'A key stands twice in one map of a manifest',
  doc: {
    why:
      'The API server, kubectl and Helm keep what stands last and pass over the other one in silence. Whoever changes the first one ' +
      'changes nothing, and a probe or a limit that a reviewer has seen may not be there.',
    fix: 'Keep one of them, and what both of them say.',
    judges:
      'YAML and JSON as it is written; objects that come from no file have none. A key that overrides one of a merge (`<<`) is no second ' +
      'one. Everything else is judged with what stands last.',
    source: 'sigs.k8s.io/yaml, YAMLToJSON; conformance/yaml',
  },
  *check({ duplicateKeys }) {
    for (const { object, path } of duplicateKeys) {
      yield {
        object,
        path,
        message: `${pathInWords(path)} stands twice in one map; the last one counts`,
        consequence: 'what the first one says has no effect',
        fix: 'keep one of them',
      };
    }
  },
};
