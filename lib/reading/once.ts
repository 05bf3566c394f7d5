/** A value that is worked out when it is first asked for, and then kept. */
export class Once<T> {
  private known: { readonly value: T } | undefined;

  public constructor(private readonly read: () => T) {}

  public get value(): T {
    this.known ??= { value: this.read() };
    return this.known.value;
  }
}
