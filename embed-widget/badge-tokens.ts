import { type CSSResult, css } from 'lit';

/*
 * The few design tokens the small script needs, apart from the others because every page of a business system pays for them.
 */

export const badgeLight = css`
  --hub-line-strong: #cdd3dc;
  --hub-text-3: #596373;
  --hub-accent: var(--footage-accent, #2458d3);
  --hub-accent-soft: #2458d314;
  --hub-accent-line: #2458d352;
  --hub-warn: #8a4d05;
`;

export const badgeDark = css`
  --hub-line-strong: #333d4c;
  --hub-text-3: #8f9bac;
  --hub-accent: var(--footage-accent, #7aa5ff);
  --hub-accent-soft: #7aa5ff1f;
  --hub-accent-line: #7aa5ff5c;
  --hub-warn: #e3ad4f;
`;

export const badgeMeasures = css`
  --hub-font:
    -apple-system, BlinkMacSystemFont, 'Inter', 'Segoe UI', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC',
    'Source Han Sans SC', 'Microsoft YaHei', 'Helvetica Neue', Arial, sans-serif;
`;

/** Light unless asked otherwise, because that is what the pages of business systems are. */
export const onHost = (always: CSSResult, day: CSSResult, night: CSSResult): CSSResult => css`
  :host {
    ${always}
    ${day}
  }
  :host([theme='dark']) {
    ${night}
  }
  @media (prefers-color-scheme: dark) {
    :host([theme='auto']) {
      ${night}
    }
  }
`;

/** What the small script's own elements need. */
export const badgeTokens = onHost(badgeMeasures, badgeLight, badgeDark);
