import { h, type ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { STYLE } from './style';

/** A part of a page: its heading and what stands beneath it. */
export interface Section {
  readonly heading: string;
  readonly body: ComponentChildren;
}

/** What a page says. */
export interface PageContents {
  readonly title: string;
  /** One line that says what it came to. */
  readonly summary: string;
  readonly sections: readonly Section[];
  /** What wrote it, and its version. */
  readonly writer: string;
}

/** Nothing is loaded, and nothing can run: a name from a manifest could do no harm even if it got out of its text. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One file that holds everything it shows. */
export function pageOf({ title, summary, sections, writer }: PageContents): string {
  const document = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('title', null, `${title}: ${summary}`),
      // The style is the library's own text; escaping would break its quotes.
      h('style', { dangerouslySetInnerHTML: { __html: STYLE } }),
    ),
    h(
      'body',
      null,
      h('a', { class: 'skip', href: '#contents' }, 'Skip to the contents'),
      h('header', null, h('h1', null, title), h('p', { class: 'tag' }, summary)),
      h(
        'main',
        { id: 'contents', tabindex: -1 },
        sections.map(({ heading, body }) => h('section', null, h('h2', null, heading), body)),
      ),
      h('footer', { class: 'faint' }, h('p', null, writer)),
    ),
  );
  return `<!doctype html>\n${render(document)}\n`;
}
