import type { IMixin } from 'constructs';
import { PodHardening } from '../../mixins/pod-hardening';
import { PodSettings } from '../../mixins/pod-settings';
import type { Json } from '../../synthesis/json';
import type { PodProps, TolerationProps } from '../pod-props';

/** What the props of a pod come to. */
export function podMixins({ user, tmpSize, initWithin: _, tolerations, ...settings }: PodProps = {}): IMixin[] {
  return [new PodHardening({ user, tmpSize }), new PodSettings({ ...settings, tolerations: tolerations?.map(toleration) })];
}

/** Without a value, every value is tolerated; with neither, every taint (`core/v1`, TolerationOpExists). */
function toleration({ key, value, effect }: TolerationProps): Json {
  return { key, operator: value === undefined ? 'Exists' : 'Equal', value, effect };
}
