/** Seconds as a person says them: `45 s`, `2 min`, `1 min 30 s`, `2 h`. */
export function durationInWords(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 60) {
    return `${tenths} s`;
  }
  const hours = Math.floor(tenths / 3600);
  const minutes = Math.floor((tenths % 3600) / 60);
  const rest = Math.round((tenths % 60) * 10) / 10;
  return [hours && `${hours} h`, minutes && `${minutes} min`, rest && `${rest} s`].filter(Boolean).join(' ');
}
