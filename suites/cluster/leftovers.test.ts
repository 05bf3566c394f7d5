import { afterEach, describe, expect, test } from '@jest/globals';
import { RunState } from '../../cluster/driver/run-state';
import { eventually } from '../../cluster/driver/waiting';
import { whyNot } from '../../test/prerequisite';
import { endDrivers, OwnDriver, present } from './leftovers';
import { WHY_NOT } from './prepare';

const reason = whyNot(WHY_NOT, 'test:cluster');
const LONG = 400_000;

(reason ? describe.skip : describe)('what a cluster leaves behind', () => {
  afterEach(endDrivers, LONG);

  test(
    'given Ctrl-C, nothing',
    async () => {
      const before = present();
      const driver = await OwnDriver.start();
      const namespaces = driver.namespaces();
      expect(namespaces.length).toBeGreaterThan(3); // of the control plane, of two nodes, and of pods
      expect(present(namespaces)).not.toEqual(before);
      await driver.ends('SIGINT');
      expect(driver.said).toContain('Nothing is left.');
      expect(present(namespaces)).toEqual(before);
    },
    LONG,
  );

  test(
    'given a driver that is killed, its kernel ends all but a control group, and the next start takes that away',
    async () => {
      const before = present();
      const driver = await OwnDriver.start();
      const namespaces = driver.namespaces();
      await driver.ends('SIGKILL');
      const { groups, ...others } = before;
      await eventually('the end of its processes', 30, () => present(namespaces).namespaces.length === 0);
      expect(present(namespaces)).toMatchObject(others);
      expect(present(namespaces).groups).not.toEqual(groups);
      await RunState.sweep();
      expect(present(namespaces)).toEqual(before);
    },
    LONG,
  );
});
