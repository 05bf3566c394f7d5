/** Expressions that are evaluated for one file; no settings file that anybody wrote needs a tenth of it. */
const STEPS = 200_000;
/** Characters and list items that are made for one file. */
const LENGTH = 2 ** 21;

/** What reading foreign code may cost: what computes more than this is not followed. */
export class Budget {
  private steps = STEPS;
  private length = LENGTH;

  /** Takes one step; false when none was left. */
  public step(): boolean {
    this.steps -= 1;
    return this.steps > 0;
  }

  /** Takes so many characters or items; false, and nothing taken, when fewer are left. */
  public make(length: number): boolean {
    if (!(length <= this.length)) {
      return false;
    }
    this.length -= length;
    return true;
  }
}

/** Why a value is not known that would cost more. */
export const TOO_MUCH = 'it computes more than is followed here';
