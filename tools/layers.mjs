// The import layers of lib/: a folder imports from what stands below it, never upward, and sideways only where shown.
// CONTRIBUTING.md draws the same picture; test/layers.test.ts shows that the check can fail.

/** Each folder, and the folders of ours that it may import from. */
export const MAY_IMPORT = {
  words: [],
  health: ['words'],
  workers: ['words'],
  manifest: ['health', 'workers', 'words'],
  kubelet: ['health', 'workers', 'words'],
  scenarios: ['kubelet', 'manifest', 'health', 'workers', 'words'],
  review: ['scenarios', 'kubelet', 'manifest', 'health', 'workers', 'words'],
  rehearsal: ['review', 'kubelet', 'manifest', 'health', 'workers', 'words'],
  difference: ['review', 'scenarios', 'manifest', 'health', 'workers', 'words'],
  page: ['difference', 'rehearsal', 'review', 'scenarios', 'kubelet', 'manifest', 'health', 'workers', 'words'],
  mixins: ['manifest', 'health', 'workers', 'words'],
  // The one arrow from writing to reading: a construct judges its own objects by the static rules.
  constructs: ['mixins', 'review', 'manifest', 'health', 'workers', 'words'],
  // The doors: each is a way in from outside, and none of them leads to another.
  cli: ['page', 'difference', 'review', 'rehearsal', 'scenarios', 'manifest', 'health', 'workers', 'words'],
  jest: ['review', 'scenarios', 'manifest'],
  'cdk8s-validation': ['review', 'manifest'],
};

/** Doors that are one file. */
const FILES = ['jest', 'cdk8s-validation'];

const folders = Object.keys(MAY_IMPORT);

/** One ESLint entry a folder, made from the table above. */
export const layerRules = folders.map((folder) => ({
  files: [FILES.includes(folder) ? `lib/${folder}.ts` : `lib/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...folders
          .filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other))
          .map((other) => ({
            group: [`./${other}`, `./${other}/**`, `../${other}`, `../${other}/**`, `../../${other}`, `../../${other}/**`],
            message: `lib/${folder} may import only from ${MAY_IMPORT[folder].join(', ') || 'nothing of ours'}.`,
          })),
        { group: ['./index', '../index', '../../index', 'probewise'], message: 'lib/index.ts is for users; import the file itself.' },
      ],
    }],
  },
}));
