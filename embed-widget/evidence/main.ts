import { css } from 'lit';
import { pageTokens } from '../tokens.ts';
import './evidence-viewer.ts';

const wantsDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset.theme = wantsDark ? 'dark' : 'light';

const page = css`
  body {
    margin: 0;
    background: var(--hub-bg);
  }
`;
const style = document.createElement('style');
style.textContent = `${pageTokens.cssText}${page.cssText}`;
document.head.append(style);
document.body.append(document.createElement('evidence-viewer'));
