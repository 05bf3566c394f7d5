/**
 * A prop that cannot work, said so that its author can fix it without reading the source: what was given, why it
 * cannot work, and one thing that would.
 */
export class Rejection extends Error {
  /**
   * @param given what was given, with its value: `port 70000`
   * @param because why that cannot work, as a clause without a full stop
   * @param instead one thing that would work, as a clause without a full stop
   */
  constructor(given: string, because: string, instead: string) {
    super(`${given}: ${because}; ${instead}.`);
    this.name = 'Rejection';
  }
}
