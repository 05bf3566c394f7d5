/** Seconds as a person says them: `45 s`, `2 min`, `1 min 30 s`, `2 h`. */
export function inWords(seconds: number): string {
  if (seconds < 60) {
    return `${round(seconds)} s`;
  }
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = round(seconds % 60);
  return [hours && `${hours} h`, minutes && `${minutes} min`, rest && `${rest} s`].filter(Boolean).join(' ');
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
