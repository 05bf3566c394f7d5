import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tellWhyNot } from '../../test/prerequisite';

/** Where Debian's package puts it. */
export const CHROMIUM = '/usr/bin/chromium';
/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_BROWSER_WHY_NOT';

/** Run once before the suite (`globalSetup`): installs Debian's Chromium where that is possible and it is missing. */
export default function prepare(): void {
  tellWhyNot(WHY_NOT, 'the suite of the browser', installed() ? undefined : `there is no ${CHROMIUM}, and apt-get could not install it`);
}

function installed(): boolean {
  if (!existsSync(CHROMIUM) && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-q'], { env, timeout: 300_000 });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env, timeout: 600_000 });
  }
  return existsSync(CHROMIUM);
}
