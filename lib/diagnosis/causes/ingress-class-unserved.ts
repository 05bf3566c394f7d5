import { objectOf, textOf } from '../../manifest/json';
import type { ApiObject } from '../../manifest/api-object';
import type { Cause, Evidence } from '../cause';
import type { State } from '../state/state';
import { evidence } from '../wording';

export const ingressClassUnserved: Cause = {
  id: 'ingress-class-unserved',
  link: 'class',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'No controller serves the class of an Ingress',
  doc: {
    why:
      'Every controller takes the Ingresses of its own class. One whose class does not exist, is spelt otherwise, or has no controller ' +
      'that runs, is accepted by the API server and served by nobody.',
    fix: 'Name a class that exists (kubectl get ingressclass), or install its controller.',
    judges:
      'An Ingress whose class certainly does not exist; one with a class of which the controller put an address on no Ingress, while ' +
      'Ingresses of another class have one; and, as a warning, one without a class where none is the default. Controllers that go by the ' +
      'old annotation are left alone.',
    source: 'k8s.io/api/networking/v1, IngressSpec.IngressClassName, IngressLoadBalancerStatus',
  },
  *see(state) {
    for (const ingress of state.bundle.ofKind('networking.k8s.io', 'Ingress')) {
      const fault = faultOf(state, ingress);
      if (fault) {
        const classes = state.bundle.ofKind('networking.k8s.io', 'IngressClass').map(({ name }) => name);
        yield {
          subject: ingress,
          severity: fault.severity,
          message: fault.message,
          evidence: [...fault.evidence, { where: 'IngressClasses', says: classes.join(', ') || 'none' }],
          fix: classes.length ? `name a class that is served: ${classes.join(', ')}` : 'install an ingress controller with its class',
          next: 'kubectl get ingressclass,ingress -A',
        };
      }
    }
  },
};

interface Fault {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly evidence: readonly Evidence[];
}

function faultOf(state: State, ingress: ApiObject): Fault | undefined {
  const named = classOf(ingress);
  if (named === undefined) {
    const annotated = textOf(objectOf(objectOf(ingress.json.metadata).annotations)['kubernetes.io/ingress.class']) !== undefined;
    const open = annotated || state.defaultIngressClass || !state.listed('IngressClass') || state.addressesOf(ingress).length > 0;
    return open
      ? undefined
      : {
          message: 'it names no class, and none is the default',
          severity: 'warning',
          evidence: [evidence(ingress, 'spec.ingressClassName', 'not set')],
        };
  }
  if (state.lacks('networking.k8s.io', 'IngressClass', '', named)) {
    return {
      message: `its class ${named} does not exist`,
      severity: 'error',
      evidence: [evidence(ingress, 'spec.ingressClassName', named)],
    };
  }
  const others = state.bundle.ofKind('networking.k8s.io', 'Ingress').filter((other) => state.addressesOf(other).length > 0);
  const silent = state.addressesOf(ingress).length === 0 && others.length > 0 && !others.some((other) => classOf(other) === named);
  return silent
    ? {
        message: `no controller of its class ${named} has given it an address, while Ingresses of other classes have one`,
        severity: 'error',
        evidence: [
          evidence(ingress, 'status.loadBalancer', 'empty'),
          evidence(others[0], 'status.loadBalancer', state.addressesOf(others[0]).join(', ')),
        ],
      }
    : undefined;
}

/** The class that an Ingress names. */
function classOf({ json }: ApiObject): string | undefined {
  return textOf(objectOf(json.spec).ingressClassName);
}
