import type { IConstruct, IMixin } from 'constructs';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { setOnce } from '../synthesis/environment';
import { isServingWorkload, mapContainer, mapTemplate } from '../synthesis/pod-template';
import { Rejection } from '../props/rejection';

/** One source for the port: `PORT` says it to the process, and no other container of the pod claims it. */
export class ServedPort implements IMixin {
  public constructor(
    private readonly container: string,
    private readonly port: number,
  ) {}

  public supports(construct: IConstruct): boolean {
    return isServingWorkload(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (isServingWorkload(construct)) {
      amend(construct, {
        key: 'ServedPort',
        rank: AmendmentRank.WORKERS,
        apply: (object) => ({ object: mapTemplate(object, (template) => this.claim(template)) }),
      });
    }
  }

  private claim(template: Json): Json {
    return mapContainer(template, this.container, 'the served port', (container, spec) => {
      const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }: Json) => restartPolicy === 'Always');
      const rival = [...spec.containers, ...sidecars].find(
        (other: Json) => other !== container && other.ports?.some((port: Json) => port.containerPort === this.port),
      );
      if (rival) {
        throw new Rejection(
          `port ${this.port} of container '${rival.name}'`,
          `container '${container.name}' binds it, and the containers of a pod share one network`,
          'give one of them another port',
        );
      }
      return setOnce(container, { PORT: String(this.port) });
    });
  }
}
