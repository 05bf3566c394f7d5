// Simulated time is in milliseconds. What people state and read is in seconds: here it crosses the border.

/** Of the clock, from seconds. */
export function milliseconds(time: number): number {
  return time * 1000;
}

/** For people, from milliseconds of the clock. */
export function seconds(time: number): number {
  return time / 1000;
}
