import { VALIDITY } from './api-server-build';
import { corpus, CORPUS } from './corpus';
import { writeWhole } from '../../lib/cli/whole-file';
import { go } from '../../test/go-tool';

const { reason } = go(['build', '-o', VALIDITY, './validity']);
if (reason) {
  throw new Error(reason);
}
writeWhole(CORPUS, corpus());
