import { selects, type LabelSelector } from '../../manifest/label-selector';
import type { Service } from '../../manifest/service';
import type { PodState } from './pod-state';

/** The pods that Services select, each found once: a namespace may have thousands of both. */
export class SelectedPods {
  private readonly byLabel = new Map<string, PodState[]>();
  private readonly behind = new Map<Service, readonly PodState[]>();

  public constructor(pods: readonly PodState[]) {
    for (const pod of pods.filter(({ current }) => current)) {
      for (const [key, value] of pod.labels) {
        const label = labelOf(pod.object.namespace, key, value);
        const others = this.byLabel.get(label);
        if (others) {
          others.push(pod);
        } else {
          this.byLabel.set(label, [pod]);
        }
      }
    }
  }

  /** The pods that a Service selects, ended ones left out. */
  public of(service: Service): readonly PodState[] {
    const known = this.behind.get(service);
    if (known) {
      return known;
    }
    const { selector, object } = service;
    const pods = this.candidates(selector, object.namespace).filter(({ labels }) => selects(selector, labels));
    this.behind.set(service, pods);
    return pods;
  }

  /** Those that carry the rarest label; the selector of a Service is a map of labels. */
  private candidates(selector: LabelSelector, namespace: string): readonly PodState[] {
    const [fewest = []] = selector
      .map(({ key, values: [value] }) => this.byLabel.get(labelOf(namespace, key, value)) ?? [])
      .sort((one, other) => one.length - other.length);
    return fewest;
  }
}

function labelOf(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}
