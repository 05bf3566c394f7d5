/** Says what is going on; on a terminal only, and on one line. */
export function showProgress(what: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${what.replace(/[^\w ./:-]/g, '?')}`);
  }
}
