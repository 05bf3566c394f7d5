import { run } from './program';

// A reader that has seen enough, such as head, is no error; a full disk is one.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') {
    process.exitCode = 2;
    process.stderr.write(`probewise: the standard output cannot be written: ${message}\n`);
  }
});
// Nobody is left to tell, and the exit code says it all the same.
process.stderr.on('error', () => undefined);
void run(process.argv.slice(2)).then(({ exitCode, out, err }) => {
  process.exitCode = exitCode;
  process.stdout.write(out);
  process.stderr.write(err ?? '');
});
