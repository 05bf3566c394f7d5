import { posix } from 'node:path';

/** Programs that migrate a database, and the words that make them do it. */
const MIGRATIONS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(manage\.py|django-admin|[\w.]+-manage|[\w.]+ctl)$/, /^(migrate|migrate_schemas|migrate_all)( |$)/],
  [/^alembic$/, /(^| )upgrade( |$)/],
  [/^flask$/, /(^| )db upgrade( |$)/],
  [/^(airflow|superset|aerich|ckan)$/, /(^| )(db (upgrade|migrate|init)|upgrade)( |$)/],
  [/^(rails|rake)$/, /(^| )db:(migrate|prepare|setup)\b/],
  [/^prisma$/, /^(migrate deploy|db push)( |$)/],
  [
    /^(sequelize|sequelize-cli|knex|typeorm|mikro-orm|node-pg-migrate|drizzle-kit)$/,
    /(^| )(db:migrate|migrate:latest|migration:(run|up)|up|migrate|push)( |$)/,
  ],
  [/^(artisan)$/, /^migrate( |$)/],
  [/^(console|doctrine)$/, /doctrine:migrations:migrate/],
  [/^(flyway)$/, /(^| )migrate( |$)/],
  [/^(liquibase)$/, /(^| )(update|migrate)( |$)/],
  [/^(goose|dbmate|migrate|atlas)$/, /(^| )(up|migrate|migrate apply|--up)( |$)/],
  [/^(npm|yarn|pnpm|bun)$/, /(^| |:)(migrate|migrations?:run|db:migrate|migration:run|migrate:(deploy|prod|latest|up))( |$)/],
  [/^(mix)$/, /^ecto\.migrate/],
  // Entry points of images and releases that hand it on: `/entrypoint.sh db migrate`.
  // Flask's `db migrate` writes a migration and runs none.
  [/^(?!flask$)/, /^(db|database) (migrate|upgrade)( |$)/],
];
/** It only looks whether there is something to do. */
const LOOKS = /(^| )(--check|--plan|--dry-run|--fake|status|--list)( |$)/;

/** The migration that a command is, as it is called; nothing for any other. */
export function migrationIn(words: readonly string[]): string | undefined {
  const [program, ...args] = withoutInterpreter(words);
  const name = posix.basename(program ?? '');
  const said = args.join(' ');
  return MIGRATIONS.some(([programs, does]) => programs.test(name) && does.test(said)) && !LOOKS.test(said)
    ? [name, ...args.filter((word) => !word.startsWith('-')).slice(0, 2)].join(' ')
    : undefined;
}

function withoutInterpreter([first = '', ...rest]: readonly string[]): readonly string[] {
  const program = posix.basename(first);
  return /^(python[\d.]*|php|ruby|node|npx|bundle|bunx)$/.test(program)
    ? rest.slice(rest.findIndex((word) => !word.startsWith('-') && word !== 'exec'))
    : [program, ...rest];
}
