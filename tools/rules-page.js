// Writes docs/rules.md from the rules of the built library: npm run docs. A test holds the two equal.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { rulesPage } = require('../dist/review/reporters/rules-page');

writeFileSync(join(__dirname, '..', 'docs', 'rules.md'), rulesPage());
