import { ApiObject, Chart, JsonPatch, type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkedId } from './private/id';
import { DEFAULT_SETTINGS, policyObjects, type PolicyObject } from '../policy/policy-objects';
import { POLICY_RULES } from '../policy/registry';
import { checkNamespace } from '../props/dns-name';
import { Rejection } from '../props/rejection';
import { checkShapes, duration, oneOf, text, texts } from '../props/shape';

/** From which severity on an object is refused. */
export enum PolicyDenial {
  /** What loses requests, or cannot work. */
  ERRORS = 'error',
  /** What will, under a condition that comes sooner or later, as well. */
  WARNINGS = 'warning',
  /** What somebody should know of as well. */
  INFORMATION = 'info',
  /** Nothing is refused: errors and warnings are shown to who applies. */
  NOTHING = 'never',
}

/** What a {@link ProbePolicy} refuses, and where. */
export interface ProbePolicyProps {
  /**
   * From which severity on an object is refused. Below it a warning is shown to who applies, and information goes to the audit log.
   *
   * @default PolicyDenial.ERRORS
   */
  readonly deny?: PolicyDenial;
  /**
   * The ids of the rules.
   *
   * @default - every rule that one object decides
   */
  readonly rules?: string[];
  /**
   * Namespaces that are left alone.
   *
   * @default - kube-system, kube-node-lease and kube-public
   */
  readonly exemptNamespaces?: string[];
  /**
   * The namespace of the ConfigMap that holds the parameters, `probewise-policy`: who may change it may turn rules off. It has to be
   * there already.
   *
   * @default 'default'
   */
  readonly parameterNamespace?: string;
  /**
   * What every boot must be given, where none is stated (rule `startup-uncovered`). Whole seconds.
   *
   * @default Duration.seconds(20)
   */
  readonly coldBoot?: Duration;
  /**
   * An initial delay of liveness that is too long (rule `initial-delay-as-startup`). Whole seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly longDelay?: Duration;
}

/**
 * ValidatingAdmissionPolicies: the API server itself answers to Deployments, StatefulSets and DaemonSets what a review would, as far as
 * the one object decides it. Kubernetes 1.30 or newer. One for a cluster: the names of the policies are fixed. An object is left
 * alone where it or its pod template says why: `probewise.dev/ignore.RULE: REASON`.
 */
export class ProbePolicy extends Construct {
  /** The ConfigMap of the parameters, the policies and their bindings, in this order. */
  public readonly objects: ApiObject[];

  /** @throws Rejection for a rule that no object alone decides, and for props that cannot work */
  constructor(scope: Construct, id: string, props: ProbePolicyProps = {}) {
    super(scope, checkedId(id));
    checkProps(props);
    const { deny, rules, exemptNamespaces, parameterNamespace, coldBoot, longDelay } = props;
    const made = policyObjects({
      denyFrom: deny ?? DEFAULT_SETTINGS.denyFrom,
      rules: rules ?? DEFAULT_SETTINGS.rules,
      exemptNamespaces: exemptNamespaces ?? DEFAULT_SETTINGS.exemptNamespaces,
      parameterNamespace: parameterNamespace ?? DEFAULT_SETTINGS.parameterNamespace,
      parameters: {
        ...(coldBoot && { 'cold-boot-seconds': String(coldBoot.toSeconds()) }),
        ...(longDelay && { 'long-delay-seconds': String(longDelay.toSeconds()) }),
      },
    });
    this.objects = made.map((object) => this.add(object));
  }

  private add({ metadata: { name, namespace }, ...object }: PolicyObject): ApiObject {
    const made = new ApiObject(this, `${object.kind}-${name}`, { ...object, metadata: { name, namespace } });
    // A policy is of the whole cluster; cdk8s gives each object the namespace of its chart.
    if (namespace === undefined && Chart.of(this).namespace !== undefined) {
      made.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    return made;
  }
}

function checkProps(props: ProbePolicyProps): void {
  checkShapes('ProbePolicy', props, {
    deny: oneOf(PolicyDenial, 'PolicyDenial'),
    rules: texts('liveness-equals-readiness'),
    exemptNamespaces: texts('kube-system'),
    parameterNamespace: text('default'),
    coldBoot: duration(20),
    longDelay: duration(30),
  });
  const known = POLICY_RULES.map(({ rule }) => rule);
  for (const rule of props.rules ?? []) {
    if (!known.includes(rule)) {
      throw new Rejection(`rule '${rule}'`, 'no object alone decides it', `use some of ${known.join(', ')}`);
    }
  }
  for (const name of [...(props.exemptNamespaces ?? []), props.parameterNamespace ?? 'default']) {
    checkNamespace('namespace', name, 'default');
  }
  for (const [name, given] of [['coldBoot', props.coldBoot] as const, ['longDelay', props.longDelay] as const]) {
    if (given && !Number.isInteger(given.toSeconds({ integral: false }))) {
      throw new Rejection(`${name} ${given.toHumanString()}`, 'a policy counts whole seconds', 'use Duration.seconds(20)');
    }
  }
}
