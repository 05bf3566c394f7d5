/** What became of requests over time: by when they were sent, so that one that nobody ever answers counts where its user began to wait. */
export class Course {
  public readonly sent: number[];
  public readonly answered: number[];

  /**
   * @param from milliseconds of the clock
   * @param window milliseconds
   */
  public constructor(
    public readonly from: number,
    public readonly window: number,
    windows: number,
  ) {
    this.sent = new Array<number>(windows).fill(0);
    this.answered = new Array<number>(windows).fill(0);
  }

  public noteSent(at: number): void {
    this.sent[this.windowOf(at)] += 1;
  }

  public noteAnswered(sentAt: number): void {
    this.answered[this.windowOf(sentAt)] += 1;
  }

  private windowOf(at: number): number {
    return Math.min(Math.floor((at - this.from) / this.window), this.sent.length - 1);
  }
}
