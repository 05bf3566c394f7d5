import { Rejection } from '../props/rejection';

/** Where gunicorn finds the settings of a plan. Both leave the image's own ENTRYPOINT in place. */
export class GunicornConfig {
  /**
   * In `GUNICORN_CMD_ARGS`, which beats every configuration file and yields to the command line
   * (`gunicorn/app/base.py`, `Application.load_config`). Replaces a value that the image sets itself.
   */
  public static environment(): GunicornConfig {
    return new GunicornConfig();
  }

  /**
   * In a file laid over the image's own. A `--config` on the image's command line beats one in `GUNICORN_CMD_ARGS`, so
   * the file has to lie where the image looks: what its command line names, or `gunicorn.conf.py` in its working directory.
   * What the image's own file set beyond this plan is gone.
   *
   * @param path absolute path in the container, `/app/gunicorn.conf.py`
   * @throws for a path that is not absolute or no Python file
   */
  public static file(path: string): GunicornConfig {
    if (!/^\/.*[^/]\.py$/.test(path)) {
      throw new Rejection(
        `the configuration path '${path}'`,
        'it has to be the absolute path of the Python file that the image reads',
        "use the path of the image's own, for example '/app/gunicorn.conf.py'",
      );
    }
    return new GunicornConfig(path);
  }

  private constructor(
    /** Where the file lies; absent when the settings travel in the environment. */
    public readonly path?: string,
  ) {}
}
