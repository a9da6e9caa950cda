import { html, type TemplateResult } from 'lit';
import type { Media } from '../../client/footage.ts';
import { defineTexts } from '../texts.ts';

const text = defineTexts({
  remote: ['在采集站', 'At the station'],
  fetching: ['调取中', 'Being fetched'],
  failed: ['调取失败', 'Not fetched'],
  lost: ['已丢失', 'Lost'],
  deleted: ['已删除', 'Deleted'],
  none: ['仅目录', 'Catalogue only'],
  making: ['转码中', 'Being prepared'],
  waiting: ['待转码', 'Waits'],
  broken: ['转码失败', 'Not prepared'],
  ready: ['可播放', 'Playable'],
});

/** Whether a clip can be played, in a word and a dot. */
export const mediaChip = ({ state, rendition }: Media): TemplateResult => {
  const chip = (tone: string, label: string): TemplateResult =>
    html`<span class="soft"><i class="dot ${tone}"></i> ${label}</span>`;
  if (state === 'remote') return chip('', text.remote);
  if (state === 'fetching') return chip('accent', text.fetching);
  if (state === 'failed') return chip('bad', text.failed);
  if (state === 'lost') return chip('bad', text.lost);
  if (state === 'deleted') return chip('bad', text.deleted);
  if (state === 'none') return chip('', text.none);
  if (rendition === 'making') return chip('accent', text.making);
  if (rendition === 'failed') return chip('warn', text.broken);
  if (rendition === 'none') return chip('', text.waiting);
  return chip('good', text.ready);
};
