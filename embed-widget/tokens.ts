import { css } from 'lit';
import { badgeDark, badgeLight, badgeMeasures, badgeTokens, onHost } from './badge-tokens.ts';

/*
 * The design tokens of everything that is drawn: the element in other systems' pages and our own console. Neutral
 * greys, one accent; green, amber and red only ever mean a state, and a word says it as well. Each theme passes 4.5:1 for
 * text on its surfaces and on their soft tints, and 3:1 for the edges of fields and the bars of charts.
 */

const light = css`
  --hub-bg: #f5f6f8;
  --hub-surface: #ffffff;
  --hub-raised: #ffffff;
  --hub-sunken: #eef0f3;
  --hub-line: #e4e7ec;
  --hub-text: #11151b;
  --hub-text-2: #465060;
  --hub-on-accent: #ffffff;
  --hub-field-line: #858f9e;
  --hub-good: #0f6d3e;
  --hub-good-soft: #0f6d3e14;
  --hub-warn-soft: #c77a0a1c;
  --hub-bad: #b32535;
  --hub-bad-soft: #b3253514;
  --hub-mark: #ffe08a;
  --hub-shadow: 0 1px 2px #1018280d, 0 8px 24px #1018281a;
  color-scheme: light;
`;

const dark = css`
  --hub-bg: #0b0e13;
  --hub-surface: #11151c;
  --hub-raised: #181d26;
  --hub-sunken: #1a202a;
  --hub-line: #212834;
  --hub-text: #e7ebf1;
  --hub-text-2: #abb5c4;
  --hub-on-accent: #0a1120;
  --hub-field-line: #697687;
  --hub-good: #4fc48c;
  --hub-good-soft: #4fc48c1f;
  --hub-warn-soft: #e3ad4f1f;
  --hub-bad: #f47984;
  --hub-bad-soft: #f479841f;
  --hub-mark: #6b5410;
  --hub-shadow: 0 1px 2px #0006, 0 12px 32px #0009;
  color-scheme: dark;
`;

const measures = css`
  --hub-mono: ui-monospace, 'SF Mono', 'JetBrains Mono', Consolas, 'Liberation Mono', Menlo, 'Noto Sans Mono CJK SC', monospace;
  --hub-radius: 8px;
  --hub-radius-small: 5px;
`;

/** Everything, for the lazily loaded elements in a foreign page. */
export const hostTokens = [badgeTokens, onHost(measures, light, dark)];

/** For the console's document; `data-theme` is set before the first paint. */
export const pageTokens = css`
  :root {
    ${badgeMeasures}
    ${measures}
    ${badgeLight}
    ${light}
  }
  :root[data-theme='dark'] {
    ${badgeDark}
    ${dark}
  }
`;
