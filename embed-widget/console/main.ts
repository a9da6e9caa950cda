/** The console: our own pages, for those who run the hub and those who look for footage in it. */
import { pageTokens } from '../tokens.ts';
import './hub-console.ts';
import { interceptLinks } from './router.ts';
import { page } from './styles/page.ts';

const sheets = [pageTokens, page].map(({ styleSheet }) => styleSheet).filter((sheet) => sheet !== undefined);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
interceptLinks();
document.body.append(document.createElement('hub-console'));
