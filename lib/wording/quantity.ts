import { MEBIBYTE } from '../conventions/quantity';

/** Bytes as a person says them: `45 MiB`, `1 GiB`, `2.9 GiB`. */
export function bytesInWords(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE;
  return Math.abs(mebibytes) < 1024 ? `${trim(mebibytes, 0)} MiB` : `${trim(mebibytes / 1024, 1)} GiB`;
}

/** The smallest amount in the same words that is no less: advice that was rounded down would not work. */
export function atLeastInWords(bytes: number): string {
  const mebibytes = Math.ceil(bytes / MEBIBYTE);
  return bytesInWords((mebibytes < 1024 ? mebibytes : Math.ceil(mebibytes / 102.4) * 102.4) * MEBIBYTE);
}

/** CPUs as a person says them: `1 CPU`, `0.5 CPU`, `2 CPUs`. */
export function cpusInWords(cpus: number): string {
  return `${trim(cpus, 3)} ${cpus > 1 ? 'CPUs' : 'CPU'}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
