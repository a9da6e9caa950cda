import { html, type TemplateResult } from 'lit';
import type { AddressQuery } from '../address-query.ts';
import { defineTexts } from '../texts.ts';
import './hub-org-select.ts';
import { deviceSays, systemSays } from './says.ts';

const text = defineTexts({
  systems: ['全部系统', 'All systems'],
  devices: ['全部设备', 'All devices'],
  officer: ['警号', 'Officer number'],
  from: ['起始日期', 'From'],
  to: ['截止日期', 'To'],
  anyLink: ['不限关联', 'Linked or not'],
  linked: ['已关联', 'Linked'],
  unlinked: ['未关联', 'Not linked'],
});

const options = (
  values: readonly string[],
  chosen: string | undefined,
  say: (value: string) => string,
): TemplateResult[] =>
  values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${say(value)}</option>`);

const systems = ['dispatch', 'case', 'incident', 'intelligence', 'traffic'];
export const devices = ['body-camera', 'interview-room', 'collection-room', 'camcorder', 'voice-recorder', 'vehicle'];

export const systemFilter = (query: AddressQuery): TemplateResult =>
  html`<select aria-label=${text.systems} @change=${query.on('system')}><option value="">${text.systems}</option>
    ${options(systems, query.values.system, systemSays)}</select>`;

export const deviceFilter = (query: AddressQuery): TemplateResult =>
  html`<select aria-label=${text.devices} @change=${query.on('deviceKind')}><option value="">${text.devices}</option>
    ${options(devices, query.values.deviceKind, deviceSays)}</select>`;

/** Organisation, officer, days and whether it is linked: what records and footage are both filtered by. */
export const commonFilters = (query: AddressQuery): TemplateResult =>
  html`<hub-org-select .value=${query.values.org ?? ''} @change=${query.on('org')}></hub-org-select>
    <input type="search" size="10" aria-label=${text.officer} placeholder=${text.officer} .value=${query.values.officer ?? ''} @change=${query.on('officer')}>
    <input type="date" aria-label=${text.from} title=${text.from} .value=${query.values.from ?? ''} @change=${query.on('from')}>
    <input type="date" aria-label=${text.to} title=${text.to} .value=${query.values.to ?? ''} @change=${query.on('to')}>
    <select aria-label=${text.anyLink} @change=${query.on('linked')}><option value="">${text.anyLink}</option>
      ${options(['true', 'false'], query.values.linked, (value) => (value === 'true' ? text.linked : text.unlinked))}</select>`;

/** The filters as the API wants them: a day is from its first to its last second, local time of the hub's country. */
export const apiFilters = (values: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...values,
  from: values.from ? `${values.from}T00:00:00+08:00` : undefined,
  to: values.to ? `${values.to}T23:59:59+08:00` : undefined,
});
