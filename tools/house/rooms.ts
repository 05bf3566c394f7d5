/**
 * The rooms of lib/, from the lowest up, and the rooms that each imports from: only what stands below it, and no more than it needs.
 * A door (the last four) is a way in from outside; none leads to another. test/house.test.ts holds the code to this table, and the
 * table to the code.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  conventions: [],
  wording: ['conventions'],
  props: ['conventions'],
  health: ['props', 'wording', 'conventions'],
  workers: ['props', 'wording', 'conventions'],
  manifest: ['health', 'wording', 'conventions'],
  application: ['manifest'],
  reading: ['application', 'manifest', 'conventions'],
  kubelet: ['health', 'conventions'],
  simulation: ['kubelet', 'reading', 'application', 'manifest', 'workers', 'wording', 'conventions'],
  scenarios: ['simulation', 'kubelet', 'reading', 'wording'],
  review: ['scenarios', 'simulation', 'reading', 'application', 'manifest', 'workers', 'health', 'wording', 'conventions'],
  rehearsal: ['review', 'kubelet', 'reading', 'application', 'manifest', 'health', 'wording', 'conventions'],
  difference: ['review', 'scenarios', 'simulation', 'reading', 'manifest', 'wording'],
  page: ['difference', 'rehearsal', 'review', 'simulation', 'kubelet', 'reading', 'manifest', 'wording'],
  synthesis: ['manifest', 'props'],
  mixins: ['synthesis', 'manifest', 'workers', 'health', 'props', 'wording', 'conventions'],
  constructs: ['mixins', 'synthesis', 'review', 'reading', 'workers', 'health', 'props', 'wording', 'conventions'],
  cli: [
    'page',
    'difference',
    'rehearsal',
    'review',
    'scenarios',
    'simulation',
    'reading',
    'application',
    'manifest',
    'workers',
    'props',
    'wording',
    'conventions',
  ],
  jest: ['review', 'scenarios', 'simulation', 'reading', 'manifest'],
  'cdk8s-validation': ['review', 'manifest'],
  index: ['constructs', 'mixins', 'workers', 'health'],
};
