import { Rejection } from './rejection';

/** @throws unless it is a TCP port, or not given at all */
export function checkPort(what: string, port: number | undefined): void {
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw new Rejection(`${what} ${port}`, 'a TCP port is a whole number from 1 to 65535', 'use a port such as 8080');
  }
}
