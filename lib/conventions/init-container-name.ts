/**
 * The init container that waits for the database and its migrations. Its last two arguments are the seconds between its
 * attempts and the seconds in all: the simulation reads them.
 */
export const WAIT_FOR_MIGRATIONS = 'wait-for-migrations';
