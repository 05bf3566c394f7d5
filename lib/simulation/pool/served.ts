import type { Request } from './request';

/** The requests that a worker serves at the moment: in and out in constant time. */
export class Served {
  private readonly list: Request[] = [];

  public get length(): number {
    return this.list.length;
  }

  /** Any of them. */
  public get last(): Request | undefined {
    return this.list[this.list.length - 1];
  }

  public add(request: Request): void {
    request.place = this.list.length;
    this.list.push(request);
  }

  public remove(request: Request): void {
    const last = this.list.pop()!;
    if (last !== request) {
      this.list[request.place] = last;
      last.place = request.place;
    }
  }

  public forEach(each: (request: Request) => void): void {
    this.list.forEach(each);
  }

  /** How many of them compute still. */
  public computing(now: number): number {
    let computing = 0;
    for (const { computesUntil } of this.list) {
      computing += Number(computesUntil > now);
    }
    return computing;
  }
}
