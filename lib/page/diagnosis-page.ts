import { h, type ComponentChild } from 'preact';
import { LEVELS } from '../diagnosis/checklist/item';
import { LINKS } from '../diagnosis/chain/link';
import type { Chain, LinkState } from '../diagnosis/chain/chain';
import type { Diagnosis } from '../diagnosis/diagnosis';
import type { FoundCause } from '../diagnosis/found-cause';
import { resultInWords } from '../diagnosis/result';
import { objectInWords } from '../manifest/api-object';
import { printable } from '../wording/printable';
import { pageOf, type Section } from './page';

const STATES: Readonly<Record<LinkState, { readonly says: string; readonly style: string }>> = {
  holds: { says: 'holds', style: 'good' },
  broken: { says: 'broken', style: 'error' },
  follows: { says: 'does not work because one further in does not', style: 'faint' },
  unknown: { says: 'cannot be seen from here', style: 'faint' },
};

/** A diagnosis as a page: each chain with the state of its links, what broke them, the checklist, and what was not read. */
export function diagnosisPage(diagnosis: Diagnosis, version: string): string {
  const { chains, causes, checklist, unread, findings, visits } = diagnosis;
  const sections: (Section | false)[] = [
    { heading: 'What is wrong', body: causes.length ? causes.map(causeArticle) : h('p', null, 'No fault was seen.') },
    chains.length > 0 && { heading: 'The way of a request', body: chains.map(chainFigure) },
    ...Object.entries(LEVELS).map(([level, title]) => ({
      heading: `Checklist: ${title}`,
      body: table(
        ['item', 'answer', 'evidence'],
        checklist
          .filter((item) => item.level === level)
          .map(({ says, answer, evidence }) => [says, answer === 'unseen' ? 'cannot be seen from here' : answer, evidence]),
      ),
    })),
    visits.length > 0 && {
      heading: 'Asked from outside',
      body: table(
        ['address', 'answer'],
        visits.map(({ url, status, location, error }) => [
          url,
          status === undefined ? (error ?? 'no answer') : `${status}${location ? ` to ${location}` : ''}`,
        ]),
      ),
    },
    unread.length > 0 && {
      heading: 'Not read',
      body: table(
        ['what', 'why'],
        unread.map(({ what, because }) => [what, because]),
      ),
    },
    findings.length > 0 && {
      heading: 'What a review reports of the same objects',
      body: table(
        ['rule', 'severity', 'object', 'finding'],
        findings.map(({ rule, severity, object, message }) => [rule, severity, `${object.kind} ${object.name}`, message]),
      ),
    },
  ];
  return pageOf({
    title: 'Diagnosis of a cluster',
    summary: resultInWords(diagnosis),
    sections: sections.filter((section) => section !== false),
    writer: `probewise ${version}`,
  });
}

function causeArticle({ cause, sighting, severity, follows }: FoundCause): ComponentChild {
  const container = sighting.container === undefined ? '' : `, container ${sighting.container}`;
  return h(
    'article',
    { class: severity },
    h(
      'h3',
      null,
      h('span', { class: severity }, severity),
      ' ',
      h('code', null, cause.id),
      ' ',
      printable(objectInWords(sighting.subject) + container),
    ),
    h('p', null, printable(sighting.message)),
    follows !== undefined && h('p', { class: 'faint' }, `follows from ${follows}`),
    h(
      'dl',
      null,
      sighting.evidence.map(({ where, says }) => [h('dt', null, 'Seen'), h('dd', null, `${printable(where)}: ${printable(says)}`)]),
      h('dt', null, 'Why'),
      h('dd', null, cause.doc.why),
      h('dt', null, 'Fix'),
      h('dd', null, printable(sighting.fix)),
      h('dt', null, 'Next'),
      h('dd', null, h('code', null, printable(sighting.next))),
    ),
  );
}

function chainFigure({ entrance, links, broken }: Chain): ComponentChild {
  return h(
    'div',
    { class: 'scroll', tabindex: 0 },
    h(
      'table',
      null,
      h('caption', null, printable(entrance)),
      h(
        'thead',
        null,
        h('tr', null, h('th', { scope: 'col' }, 'link'), h('th', { scope: 'col' }, 'state'), h('th', { scope: 'col' }, 'seen')),
      ),
      h(
        'tbody',
        null,
        links.map(({ link, state, text, causes }) =>
          h(
            'tr',
            null,
            h('th', { scope: 'row' }, LINKS[link]),
            h(
              'td',
              { class: STATES[state].style },
              STATES[state].says,
              state === 'broken' && link === broken && h('strong', null, ': the first that is'),
            ),
            h('td', null, printable(text), causes.length > 0 && [' ', h('span', { class: 'faint' }, `(${causes.join(', ')})`)]),
          ),
        ),
      ),
    ),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): ComponentChild {
  return h(
    'div',
    { class: 'scroll', tabindex: 0 },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          heads.map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map(([first, ...others]) =>
          h(
            'tr',
            null,
            h('th', { scope: 'row' }, printable(first)),
            others.map((cell) => h('td', null, printable(cell))),
          ),
        ),
      ),
    ),
  );
}
