import { ApiObject, Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { PodHardening, PodHardeningProps } from '../../mixins/pod-hardening';
import { amend, AmendmentRank } from '../../synthesis/amendment';
import { digestOf } from '../../synthesis/digest';
import type { Json } from '../../synthesis/json';
import { Rejection } from '../../props/rejection';
import { durationInWords } from '../../wording/duration';
import { MigrationHooks, MigrationJobProps } from '../migrations';
import { inheritPod } from './web-pod';
import type { WebPod } from './web-pod';

/** What the Job migrates for, and where in the image. */
export interface MigrationJobContext {
  readonly web: WebPod;
  readonly projectDirectory?: string;
  readonly hardening?: PodHardeningProps;
}

const DEADLINE = 600;
const RETRIES = 3;
/**
 * A week to read its log. Without it, one Job of every release stays for ever; a tool that puts it back runs a migration
 * that has nothing to do.
 */
const KEPT = 7 * 24 * 60 * 60;
const HOOKS: Readonly<Record<MigrationHooks, Record<string, string>>> = {
  [MigrationHooks.HELM]: { 'helm.sh/hook': 'pre-install,pre-upgrade', 'helm.sh/hook-delete-policy': 'before-hook-creation' },
  [MigrationHooks.ARGO_CD]: { 'argocd.argoproj.io/hook': 'PreSync', 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
};
/** A Job's name becomes a label of its pods, so 63 characters (`pkg/apis/batch/validation`, ValidateJob). */
const LONGEST_NAME = 63;
const HASH_LENGTH = 10;

/**
 * One Job for each release. A Job's template cannot be changed, so its name is a hash of the whole template: the same
 * release is the same Job, a new image or setting is a new one. Its labels are its own: no Service and no disruption
 * budget selects it.
 */
export function migrationJob(scope: Construct, props: MigrationJobProps, context: MigrationJobContext): ApiObject {
  const { retries = RETRIES } = props;
  if (!Number.isInteger(retries) || retries < 0) {
    throw new Rejection(`retries ${retries}`, 'it is a whole number', `use ${RETRIES}, the default`);
  }
  const deadline = props.deadline?.toSeconds({ integral: false }) ?? DEADLINE;
  if (!(deadline >= 1)) {
    throw new Rejection(
      `deadline of ${durationInWords(deadline)}`,
      'the Job would be ended before it began',
      'use Duration.minutes(10), the default',
    );
  }
  const labels = { 'app.kubernetes.io/name': context.web.name, 'app.kubernetes.io/component': 'migrations' };
  const job = new ApiObject(scope, 'Migrations', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { labels, annotations: props.hooks && HOOKS[props.hooks] },
    spec: {
      backoffLimit: retries,
      ttlSecondsAfterFinished: KEPT,
      activeDeadlineSeconds: Math.ceil(deadline),
      template: {
        metadata: { labels },
        spec: { restartPolicy: 'Never' },
      },
    },
  });
  inheritPod(job, context.web, {
    migrates: true,
    container: {
      name: 'migrate',
      command: ['python', 'manage.py', 'migrate', '--noinput'],
      ...(context.projectDirectory && { workingDir: context.projectDirectory }),
    },
  });
  amend(job, { key: 'name', rank: AmendmentRank.NAME, apply: (object) => ({ object: named(job, object) }) });
  return job.with(new PodHardening(context.hardening)) as ApiObject;
}

/** Leaves a name of the user's own alone. */
function named(object: ApiObject, job: Json): Json {
  if (job.metadata.name !== object.name) {
    return job;
  }
  const prefix = Names.toDnsLabel(object, { maxLen: LONGEST_NAME - HASH_LENGTH - 1, includeHash: false });
  const hash = digestOf(job.spec.template, HASH_LENGTH);
  return { ...job, metadata: { ...job.metadata, name: `${prefix}-${hash}` } };
}
