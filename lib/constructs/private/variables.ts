import { trustedProxies } from './trusted-proxies';
import { IpFamily } from '../../mixins/ip-family';
import { amend, AmendmentRank } from '../../synthesis/amendment';
import type { ApiObject } from 'cdk8s';
import { mapContainer, mapTemplate } from '../../synthesis/pod-template';
import { referencesLast, sortedByName } from '../../synthesis/variable-order';
import type { WebServiceProps } from '../web-service-props';

/** The variables that the props of a service come to, in an order of their own. */
export function variablesOf({
  environment,
  traffic: { trustProxy, ipFamily = IpFamily.IPV4 } = {},
}: WebServiceProps): Record<string, string> {
  const proxies = trustProxy && { FORWARDED_ALLOW_IPS: trustedProxies(trustProxy, ipFamily !== IpFamily.IPV4) };
  return Object.fromEntries(sortedByName({ ...environment, ...proxies }));
}

/** Puts each variable of a container after those that it refers to, whoever added them. */
export function orderVariables(workload: ApiObject, container: string): void {
  amend(workload, {
    key: 'order of variables',
    rank: AmendmentRank.HARDENING,
    apply: (object) => ({
      object: mapTemplate(object, (template) =>
        mapContainer(template, container, 'variables', (one) => ({ ...one, ...(one.env && { env: referencesLast(one.env) }) })),
      ),
    }),
  });
}
