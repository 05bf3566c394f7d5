import { arrowsOf } from './faults';
import type { Module } from './module-graph';

const WIDTH = 168;
const HEIGHT = 34;
const GAP = { x: 26, y: 44 };
const MARGIN = 24;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The rooms as a drawing: each floor stands on those that it imports from; an arrow leads to every room that is imported from. */
export function pictureOf(modules: readonly Module[]): string {
  const arrows = arrowsOf(modules);
  const floors = floorsOf(arrows);
  const widest = Math.max(...floors.map(({ length }) => length));
  const width = 2 * MARGIN + widest * WIDTH + (widest - 1) * GAP.x;
  const height = 2 * MARGIN + floors.length * HEIGHT + (floors.length - 1) * GAP.y;
  const places = new Map(
    floors.flatMap((rooms, floor) =>
      rooms.map((room, index): [string, Place] => [
        room,
        {
          x: (width - rooms.length * WIDTH - (rooms.length - 1) * GAP.x) / 2 + index * (WIDTH + GAP.x),
          y: height - MARGIN - HEIGHT - floor * (HEIGHT + GAP.y),
        },
      ]),
    ),
  );
  const lines = [...arrows].flatMap(([from, to]) => [...to].sort().map((room) => arrow(places.get(from)!, places.get(room)!)));
  const boxes = [...places].map(([room, place]) => box(room, place));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img">
<title>The rooms of lib/ and what they import from</title>
<style>rect{fill:#fff;stroke:#57606a}path{stroke:#8c959f;fill:none}.name{fill:#1f2328;font-size:15px}
@media(prefers-color-scheme:dark){rect{fill:#161b22;stroke:#8b949e}path{stroke:#6e7681}.name{fill:#e6edf3}}</style>
${[...lines, ...boxes].join('\n')}
</svg>
`;
}

/** The rooms by their floor: one above the highest that they import from. */
function floorsOf(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const floorOf = (room: string): number => {
    const below = [...(arrows.get(room) ?? [])].map(floorOf);
    return below.length ? Math.max(...below) + 1 : 0;
  };
  const floors: string[][] = [];
  [...arrows.keys()].sort().forEach((room) => (floors[floorOf(room)] ??= []).push(room));
  return floors;
}

function arrow(from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [from.x + WIDTH / 2, from.y + HEIGHT, to.x + WIDTH / 2, to.y];
  const bend = (y2 - y1) / 2;
  return `<path d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`;
}

/** Only the name: how large a room is changes with every commit, and the picture is there for what leads where. */
function box(room: string, { x, y }: Place): string {
  return (
    `<g transform="translate(${x} ${y})"><rect width="${WIDTH}" height="${HEIGHT}" rx="6"/>` +
    `<text class="name" x="12" y="22">${room}</text></g>`
  );
}
