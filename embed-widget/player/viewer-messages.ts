import { html, nothing } from 'lit';
import type { EmbeddedRecord } from '../client/embedded-record.ts';
import type { Problem } from '../client/request.ts';
import type { Language } from './language.ts';
import { playerTexts } from './player-texts.ts';

/** A record without footage, and why. */
export const nothingLinked = ({ diagnosis = [] }: EmbeddedRecord, language: Language): unknown => {
  const text = playerTexts(language);
  return html`<div class="message" role="status"><b>${text.none}</b>
    ${diagnosis.map((reason) => html`<span>${reason.text[language]}</span>`)}<span class="muted">${text.noneHelp}</span></div>`;
};

/** The hub refused or did not answer. */
export const troubleWith = (problem: Problem, language: Language, again: () => void): unknown => {
  const text = playerTexts(language);
  const message = problem.status === 0 ? text.offline : problem.status === 401 ? text.needGrant : problem.message;
  return html`<div class="message bad" role="alert"><b>${message}</b>
    ${problem.remedy ? html`<span>${problem.remedy}</span>` : nothing}
    <button type="button" @click=${again}>${text.again}</button></div>`;
};

/** The shape of what is about to come. */
export const skeleton = (language: Language): unknown =>
  html`<div class="body" role="status" aria-label=${playerTexts(language).loading}><div class="bone screen"></div>
    <div class="side"><div class="bone"></div><div class="bone"></div><div class="bone"></div></div></div>`;
