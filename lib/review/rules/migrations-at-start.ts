import { migrationIn } from '../../application/migration';
import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { pathOf, running } from '../pool';
import type { Rule } from '../rule';

export const migrationsAtStart: Rule = {
  id: 'migrations-at-start',
  model: 'clock',
  severity: 'warning',
  summary: 'Each pod migrates the database before it listens',
  doc: {
    why:
      'A migration takes as long as the tables are large: the boot has no bound, and a startup or liveness probe that ends it leaves the ' +
      'migration half done, to begin again. Replicas that start together migrate together: they wait for one another, or deadlock, and ' +
      'in ' +
      'a rollout the old pods serve on a schema that is no longer theirs.',
    fix: 'Migrate in a Job (a hook of Helm or Argo CD), and let the pods wait for it; DjangoService does this.',
    judges:
      'A migration of Django, Alembic, Flask, Rails, Prisma, TypeORM, Knex, Sequelize, Laravel, Doctrine, Flyway, Liquibase, goose, ' +
      'dbmate and their like that a start script or a command runs before the program of the container, also with `--app`. A single pod ' +
      'that no other one runs beside in a rollout is information. Init containers and Jobs are left alone, and so is what only checks.',
    source: 'langfuse-k8s issue 239 (deadlock of two replicas); https://docs.djangoproject.com/en/5.2/topics/migrations/#workflow',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const each of running(reading)) {
      const { workload, container, process } = each;
      const migration = process.earlier?.map(migrationIn).find((found) => found !== undefined);
      if (migration === undefined) {
        continue;
      }
      const pods = scaled.get(workload.object)?.most ?? workload.replicas;
      const { rollout } = reading.of(workload);
      const alone = pods === 1 && !(rollout.strategy === 'rolling' && rollout.surge(1) > 0);
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(each),
        severity: alone ? 'info' : undefined,
        message:
          `container ${container.name} runs ${migration} before ${process.server ?? 'its program'}` +
          `${alone || pods === 1 ? '' : `, in each of the ${pods ?? ''} pods of ${objectInWords(workload.object)}`.replace('  ', ' ')}`,
        consequence: alone
          ? 'the boot takes as long as the migration does, and a probe that ends it leaves it half done'
          : 'pods that start together migrate together, and none listens before its migration is over',
        fix: 'migrate in a Job before the rollout',
      };
    }
  },
};
