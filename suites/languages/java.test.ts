import { describe, expect, test } from '@jest/globals';
import { whyNot } from '../../test/prerequisite';
import { CLASS_PATH, JAVA_WHY_NOT } from './java';
import { inTypeScript, written } from './obcms';
import { run } from './run';

const describeJava = whyNot(JAVA_WHY_NOT, 'test:languages') ? describe.skip : describe;

describeJava('given the classes that are generated for Java', () => {
  test('the example of the incident is the same bytes as from TypeScript', () => {
    const yaml = written((outdir) => {
      expect(run('java', ['-classpath', CLASS_PATH, 'Obcms', outdir])).toMatchObject({ status: 0 });
    });
    expect(yaml).toBe(inTypeScript());
  });
});
