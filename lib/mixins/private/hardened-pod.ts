import { setByDefault } from '../../synthesis/environment';
import type { Json } from '../../synthesis/json';
import { withItem } from '../../synthesis/pod-template';
import { MEBIBYTE, parseQuantity } from '../../conventions/quantity';

/** What a hardened pod is told. */
export interface Hardening {
  /** UID and GID; absent where the image names its user. */
  readonly user?: number;
  readonly tmpMebibytes: number;
}

const TMP = { name: 'tmp', mountPath: '/tmp' };
/** Room for logs and the little that a process writes beside its volumes, in MiB. */
const LOGS = 128;
const DISK = 'ephemeral-storage';

/** The pod spec, hardened where it says nothing itself. */
export function hardened(spec: Json, { user, tmpMebibytes }: Hardening): Json {
  const everyContainer: Json[] = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const hasTmp = everyContainer.every((one) => one.volumeMounts?.some((mount: Json) => mount.mountPath === TMP.mountPath));
  const volumes = hasTmp ? spec.volumes : withItem(spec.volumes, { name: TMP.name, emptyDir: { sizeLimit: `${tmpMebibytes}Mi` } });
  const container = (one: Json) => hardenedContainer(one, spec, volumes ?? [], user);
  return {
    ...spec,
    automountServiceAccountToken: spec.automountServiceAccountToken ?? false,
    enableServiceLinks: spec.enableServiceLinks ?? false,
    securityContext: {
      ...identity(spec.securityContext, user),
      ...(mustBeRoot(spec.securityContext) ? {} : { runAsNonRoot: true }),
      seccompProfile: { type: 'RuntimeDefault' },
      ...spec.securityContext,
    },
    ...(volumes && { volumes }),
    containers: spec.containers?.map(container),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(container) }),
  };
}

/** A user that the pod names has the groups that its image gives it: others would change which files it may read. */
function identity(said: Json | undefined, user: number | undefined): Json {
  return user === undefined || said?.runAsUser !== undefined ? {} : { runAsUser: user, runAsGroup: user, fsGroup: user };
}

function mustBeRoot(securityContext: Json | undefined): boolean {
  return securityContext?.runAsUser === 0;
}

function hardenedContainer(container: Json, spec: Json, volumes: readonly Json[], user: number | undefined): Json {
  const mounted = { ...container, volumeMounts: withItem(container.volumeMounts, TMP, 'mountPath') };
  return {
    // Only a user whom the image does not know has no home.
    ...(user === undefined ? mounted : setByDefault(mounted, { HOME: TMP.mountPath })),
    securityContext: restricted(container.securityContext, spec.securityContext),
    resources: withDisk(container.resources ?? {}, diskOf(mounted, volumes)),
  };
}

/** What the container may not do, but for what it says that it has to. */
function restricted(said: Json | undefined, pod: Json | undefined): Json {
  const added: string[] = said?.capabilities?.add ?? [];
  // Either of them implies escalation, and the API server refuses the contradiction (`pkg/apis/core/validation`, ValidateSecurityContext).
  const escalates = said?.privileged === true || added.some((capability) => /^(CAP_)?SYS_ADMIN$/.test(capability));
  return {
    ...(escalates ? {} : { allowPrivilegeEscalation: false }),
    privileged: false,
    readOnlyRootFilesystem: true,
    ...(mustBeRoot(said) || (said?.runAsUser === undefined && mustBeRoot(pod)) ? {} : { runAsNonRoot: true }),
    ...said,
    capabilities: { drop: ['ALL'], ...said?.capabilities },
  };
}

/** Disk use stated where nobody stated it. Memory and CPU are left as they are: a limit is a new way to be killed. */
function withDisk({ requests = {}, limits = {}, ...rest }: Json, disk: string): Json {
  if (requests[DISK] !== undefined || limits[DISK] !== undefined) {
    return { ...rest, ...(Object.keys(requests).length && { requests }), ...(Object.keys(limits).length && { limits }) };
  }
  return { ...rest, requests: { ...requests, [DISK]: disk }, limits: { ...limits, [DISK]: disk } };
}

/** What the container may write: its disk-backed emptyDirs, and its logs. */
function diskOf(container: Json, volumes: readonly Json[]): string {
  const bytes = volumes
    .filter(
      (volume) =>
        volume.emptyDir && volume.emptyDir.medium !== 'Memory' && container.volumeMounts.some((mount: Json) => mount.name === volume.name),
    )
    .reduce((sum, volume) => sum + (parseQuantity(volume.emptyDir.sizeLimit) ?? 0), LOGS * MEBIBYTE);
  return `${Math.ceil(bytes / MEBIBYTE)}Mi`;
}
