import type { Json } from '../../synthesis/json';
import type { ContainerResourcesProps } from '../web-service-props';
import { DEFAULT_CPU } from './defaults';

/** What a container beside the web may use, where it is not what the web's may. */
export function ownResources(resources: ContainerResourcesProps | undefined): Json {
  if (!resources) {
    return {};
  }
  const memory = `${Math.ceil(resources.memory.toMebibytes({ rounding: 2 }))}Mi`;
  return {
    resources: {
      requests: { memory, cpu: (resources.cpu ?? DEFAULT_CPU).amount },
      limits: { memory, ...(resources.cpuLimit && { cpu: resources.cpuLimit.amount }) },
    },
  };
}
