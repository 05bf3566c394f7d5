import { isDeepStrictEqual } from 'node:util';
import { objectInWords, objectKey, type ApiObject } from '../../manifest/api-object';
import type { Rule } from '../rule';

export const duplicateObject: Rule = {
  id: 'duplicate-object',
  model: 'chain',
  severity: 'warning',
  summary: 'An object stands in the manifests twice',
  doc: {
    why:
      'Whoever applies the manifests keeps what comes last, and which that is depends on the order of files. What was changed in the ' +
      'other one has no effect, and a rollout may go back and forth between them.',
    fix: 'Keep one of them.',
    judges:
      'Objects of one kind, name and namespace, by the name of their API group and not its version. Those without a name are left ' +
      'alone, and a namespace that is not said is no other one. Two that are the same in every field are information.',
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  *check({ bundle }) {
    const known = new Map<string, ApiObject>();
    for (const object of bundle.objects) {
      const identity = objectKey(object);
      const before = known.get(identity);
      if (object.name === '' || before === undefined) {
        known.set(identity, object);
        continue;
      }
      const same = isDeepStrictEqual(before.json, object.json);
      yield {
        object,
        path: ['metadata', 'name'],
        severity: same ? 'info' : undefined,
        message: `${objectInWords(object)} stands twice in these manifests${same ? ', with the same content' : ', with different content'}`,
        consequence: same ? 'a change of the one is undone by the other' : 'what is applied last wins, and the other has no effect',
        fix: 'keep one of them',
      };
    }
  },
};
