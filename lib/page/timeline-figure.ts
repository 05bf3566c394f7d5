import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { h, type ComponentChild } from 'preact';
import type { PodEvent, PodEventKind } from '../kubelet/pod/pod-event';
import type { Course } from '../simulation/traffic/course';
import { timelineInWords } from '../simulation/reporters/timeline';
import { printable } from '../wording/printable';
import { durationInWords } from '../wording/duration';

const WIDTH = 760;
const LEFT = 110;
const LANE = 26;
const TOP = 26;
const TRAFFIC = 64;
/** Room for the last tick's label. */
const RIGHT = 50;

/** A lane of bars: from events of one kind to events of another. */
interface Lane {
  readonly name: string;
  readonly style: string;
  readonly from: readonly PodEventKind[];
  readonly to: readonly PodEventKind[];
}

const BARS: readonly Lane[] = [
  { name: 'container runs', style: 'sure', from: ['container started'], to: ['container exited', 'gone'] },
  { name: 'ready', style: 'maybe', from: ['ready'], to: ['not ready', 'deleted', 'gone'] },
  { name: 'gets requests', style: 'served', from: ['in endpoints'], to: ['out of endpoints', 'gone'] },
];
const PROBES = ['startup', 'readiness', 'liveness'] as const;

/** A swim lane for each state of a pod and for each probe that failed; beneath, what became of the users' requests at that time. */
export function timelineFigure(whole: readonly PodEvent[], course: Course): ComponentChild {
  return h(
    'figure',
    null,
    // The lanes are those of the container that serves; what its companions did stands in the list.
    drawing(
      whole.filter(({ container }) => container === undefined),
      course,
    ),
    h(
      'figcaption',
      null,
      'A stroke is a failed probe, a cross the container condemned by it. Requests stand where they were sent: blue those that ' +
        'were answered, red those that were lost.',
    ),
    h(
      'details',
      null,
      h('summary', null, 'What happened to the first pod'),
      h('pre', { tabindex: 0 }, timelineInWords(whole).map(printable).join('\n')),
    ),
  );
}

type Scale = ScaleLinear<number, number>;

function drawing(trace: readonly PodEvent[], course: Course): ComponentChild {
  const end = course.from + course.sent.length * course.window;
  const scale = scaleLinear([0, end], [LEFT, WIDTH - RIGHT]);
  const probes = PROBES.filter((role) => trace.some(({ probe }) => probe === role));
  const lanes = TOP + (BARS.length + probes.length) * LANE + 6;
  const height = lanes + TRAFFIC;
  return h(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': 'What happened to the first pod; the list below says the same.' },
    scale
      .ticks(5)
      .map((tick) =>
        h(
          'g',
          null,
          h('line', { class: 'tick', x1: scale(tick), x2: scale(tick), y1: TOP - 8, y2: height }),
          h('text', { class: 'tick-label', x: scale(tick), y: TOP - 12, 'text-anchor': 'middle' }, durationInWords(tick / 1000)),
        ),
      ),
    BARS.map((lane, index) => stateLane(trace, lane, scale, TOP + index * LANE)),
    probes.map((role, index) => probeLane(trace, role, scale, TOP + (BARS.length + index) * LANE)),
    traffic(course, scale, lanes),
  );
}

function stateLane(trace: readonly PodEvent[], lane: Lane, scale: Scale, y: number): ComponentChild {
  return h(
    'g',
    null,
    h('text', { x: 0, y: y + 14 }, lane.name),
    stretches(trace, lane, scale.domain()[1]).map(([from, to]) =>
      h('rect', { class: lane.style, x: scale(from), y: y + 4, width: Math.max(scale(to) - scale(from), 1), height: 12 }),
    ),
  );
}

function probeLane(trace: readonly PodEvent[], role: (typeof PROBES)[number], scale: Scale, y: number): ComponentChild {
  return h(
    'g',
    null,
    h('text', { x: 0, y: y + 14 }, `${role} fails`),
    trace
      .filter(({ probe }) => probe === role)
      .map(({ at, kind }) =>
        kind === 'condemned'
          ? h('path', { class: 'condemned', d: `M${scale(at) - 5} ${y + 5}l10 10m0 -10l-10 10` })
          : h('rect', { class: 'failed', x: scale(at) - 1, y: y + 4, width: 2, height: 12 }),
      ),
  );
}

function traffic({ from, window, sent, answered }: Course, scale: Scale, top: number): ComponentChild {
  const height = scaleLinear([0, Math.max(...sent, 1)], [0, TRAFFIC - 8]);
  const base = top + TRAFFIC - 4;
  return h(
    'g',
    null,
    h('text', { x: 0, y: base }, 'requests'),
    sent.map((count, index) => {
      const x = scale(from + index * window);
      const width = Math.max(scale(from + (index + 1) * window) - x - 0.5, 0.5);
      const kept = height(answered[index]);
      return h(
        'g',
        null,
        h('rect', { class: 'sure', x, y: base - kept, width, height: kept }),
        h('rect', { class: 'lost', x, y: base - height(count), width, height: height(count) - kept }),
      );
    }),
  );
}

function stretches(trace: readonly PodEvent[], { from, to }: Lane, end: number): [number, number][] {
  const bars: [number, number][] = [];
  let begun: number | undefined;
  for (const { at, kind } of trace) {
    if (begun === undefined && from.includes(kind)) {
      begun = at;
    } else if (begun !== undefined && to.includes(kind)) {
      bars.push([begun, at]);
      begun = undefined;
    }
  }
  return begun === undefined ? bars : [...bars, [begun, end]];
}
