import { portNameFault, portNumberFault } from '../conventions/port';
import { Rejection } from './rejection';
import { shown } from './shape';

/** @throws unless it is a port, or not given at all */
export function checkPort(what: string, port: number | undefined): void {
  refuse(`${what} ${shown(port)}`, port === undefined ? undefined : portNumberFault(port), 'use a port such as 8080');
}

/** @throws unless it is the name of a port, or not given at all */
export function checkPortName(name: string | undefined): void {
  refuse(`port name ${shown(name)}`, name === undefined ? undefined : portNameFault(name), "use a name such as 'http'");
}

function refuse(given: string, fault: string | undefined, instead: string): void {
  if (fault !== undefined) {
    throw new Rejection(given, fault, instead);
  }
}
