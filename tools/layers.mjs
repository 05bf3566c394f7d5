// The import layers of lib/: a folder imports from what stands below it, never upward, and sideways only where shown.
// CONTRIBUTING.md draws the same picture; test/layers.test.ts shows that the check can fail.

/** Each folder, and the folders of ours that it may import from. */
export const MAY_IMPORT = {
  conventions: [],
  wording: ['conventions'],
  props: ['conventions'],
  health: ['props', 'wording', 'conventions'],
  workers: ['props', 'wording', 'conventions'],
  manifest: ['health', 'conventions', 'wording'],
  application: ['manifest', 'conventions', 'wording'],
  reading: ['application', 'manifest', 'conventions'],
  kubelet: ['health', 'conventions', 'simulation'],
  simulation: ['kubelet', 'reading', 'application', 'manifest', 'workers', 'wording', 'conventions'],
  scenarios: ['simulation', 'kubelet', 'reading', 'wording'],
  review: ['scenarios', 'simulation', 'kubelet', 'reading', 'application', 'manifest', 'health', 'workers', 'wording', 'conventions'],
  rehearsal: ['review', 'kubelet', 'reading', 'application', 'manifest', 'health', 'wording', 'conventions'],
  difference: ['review', 'scenarios', 'simulation', 'reading', 'manifest', 'wording'],
  page: ['difference', 'rehearsal', 'review', 'simulation', 'kubelet', 'reading', 'manifest', 'wording'],
  synthesis: ['manifest', 'props'],
  mixins: ['synthesis', 'manifest', 'health', 'workers', 'props', 'wording', 'conventions'],
  // The one arrow from writing to reading: a construct judges its own objects by the static rules.
  constructs: ['mixins', 'synthesis', 'review', 'reading', 'manifest', 'health', 'workers', 'props', 'wording', 'conventions'],
  // The doors: each is a way in from outside, and none of them leads to another.
  cli: [
    'page',
    'difference',
    'review',
    'rehearsal',
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
};

/** Doors that are one file. */
const FILES = ['jest', 'cdk8s-validation'];

const folders = Object.keys(MAY_IMPORT);

/** One ESLint entry a folder, made from the table above. */
export const layerRules = folders.map((folder) => ({
  files: [FILES.includes(folder) ? `lib/${folder}.ts` : `lib/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...folders
            .filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other))
            .map((other) => ({
              group: [`./${other}`, `./${other}/**`, `../${other}`, `../${other}/**`, `../../${other}`, `../../${other}/**`],
              message: `lib/${folder} may import only from ${MAY_IMPORT[folder].join(', ') || 'nothing of ours'}.`,
            })),
          { group: ['./index', '../index', '../../index', 'probewise'], message: 'lib/index.ts is for users; import the file itself.' },
        ],
      },
    ],
  },
}));
