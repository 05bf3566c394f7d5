import { describe, expect, test } from '@jest/globals';
import { GunicornConfig } from '../../lib/mixins/gunicorn-config';

describe('given a way for the settings to travel', () => {
  test('the environment needs no path', () => {
    expect(GunicornConfig.environment().path).toBeUndefined();
  });

  test('a file lies where the image looks for it', () => {
    expect(GunicornConfig.file('/app/gunicorn.conf.py').path).toBe('/app/gunicorn.conf.py');
  });

  test.each(['gunicorn.conf.py', './gunicorn.conf.py', '/app/', '/app/gunicorn.conf', '/app/conf.py/', '', '/.py/'])(
    "a path that cannot be the image's own is refused: %p",
    (path) => {
      expect(() => GunicornConfig.file(path)).toThrow(
        /it has to be the absolute path of the Python file that the image reads; use .*'\/app\/gunicorn.conf.py'/,
      );
    },
  );
});
