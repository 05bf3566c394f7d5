/** What a shell does by itself, or what only passes the time: not the program that the container is for. */
export const AUXILIARY: ReadonlySet<string> = new Set([
  ...': [ [[ alias cd echo eval exit false printf pwd read return set shift shopt source . test trap true'.split(' '),
  ...'ulimit umask unset wait kill local sleep tail cat mkdir cp mv rm ls chmod chown'.split(' '),
]);
