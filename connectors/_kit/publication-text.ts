import { ConfigurationError } from '../../hub/core/errors.ts';
import type { Publication } from '../../hub/core/publication.ts';
import { readTime, writeTime } from './time-text.ts';

const zone = '+08:00';
const scalar = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** The number of the record in its own system and in those it names: `{call}`, `{case}`, … */
const numberIn = ({ record }: Publication, system: string): string =>
  record.system === system
    ? record.externalId
    : (record.references.find((reference) => reference.kind === system)?.id ?? '');

/** What a template may hold, by name. Times are written by a pattern: `{start:yyyyMMddHHmmss}`. */
const known: Readonly<Record<string, (publication: Publication) => string | undefined>> = {
  link: ({ linkId }) => String(linkId),
  url: ({ url, withdrawn }) => (withdrawn ? '' : url),
  withdrawn: ({ withdrawn }) => (withdrawn ? '1' : '0'),
  decidedAt: ({ decidedAt }) => decidedAt,
  record: ({ record }) => record.externalId,
  source: ({ record }) => record.source,
  system: ({ record }) => record.system,
  kind: ({ record }) => record.kind,
  org: ({ record }) => record.org,
  category: ({ record }) => record.category?.code,
  officer: ({ record }) => record.officers[0],
  plate: ({ record }) => record.vehicles[0]?.plate,
  plateType: ({ record }) => record.vehicles[0]?.plateType,
  start: ({ record }) => record.time.start,
  end: ({ record }) => record.time.end,
  dispatch: (publication) => numberIn(publication, 'dispatch'),
  case: (publication) => numberIn(publication, 'case'),
  incident: (publication) => numberIn(publication, 'incident'),
  intelligence: (publication) => numberIn(publication, 'intelligence'),
  traffic: (publication) => numberIn(publication, 'traffic'),
  footage: ({ footage }) => footage.externalId,
  footageSource: ({ footage }) => footage.source,
  device: ({ footage }) => footage.deviceId,
  deviceKind: ({ footage }) => footage.deviceKind,
  mediaType: ({ footage }) => footage.mediaType,
  filmedBy: ({ footage }) => footage.policeId,
  filmedIn: ({ footage }) => footage.org,
  footageStart: ({ footage }) => footage.start,
  footageEnd: ({ footage }) => footage.end,
  uploadedAt: ({ footage }) => footage.uploadedAt,
  segmentStart: ({ segment }) => segment.start,
  segmentEnd: ({ segment }) => segment.end,
  seconds: ({ footage }) => String(Math.round((Date.parse(footage.end) - Date.parse(footage.start)) / 1000)),
};

/** For help texts. */
export const knownInPublications = Object.keys(known);

const textOf = (scope: string, name: string, publication: Publication): string => {
  if (name.startsWith('attributes.')) return scalar(publication.record.attributes[name.slice('attributes.'.length)]);
  const read = known[name];
  if (read) return read(publication) ?? '';
  throw new ConfigurationError(`[hub] [${scope}] the template holds {${name}}, which no link has`, {
    remedy: `use one of ${knownInPublications.join(', ')}, or attributes.<name>`,
  });
};

/**
 * Fill a template of a source with what a link is about; what is not known leaves a gap, `{case|incident}` takes the
 * first that is.
 *
 * @throws ConfigurationError naming a placeholder nobody knows
 */
export const publicationText = (scope: string, template: string, publication: Publication): string =>
  template.replace(/\{([\w.|]+)(?::([^{}]+))?\}/g, (_, names: string, pattern: string | undefined) => {
    const value = names.split('|').reduce((found, name) => found || textOf(scope, name, publication), '');
    if (pattern === undefined || value === '') return value;
    const at = readTime(value, zone);
    if (at !== undefined) return writeTime(at, pattern, zone);
    throw new ConfigurationError(`[hub] [${scope}] {${names}:${pattern}} is written as a time, and it is none`, {
      remedy: 'take the pattern away',
    });
  });

const example: Publication = {
  linkId: 1,
  record: {
    ...{
      source: 'example',
      system: 'case',
      kind: 'case',
      externalId: 'A1',
      vehicles: [],
      officers: [],
      references: [],
    },
    ...{ time: { start: '2024-01-05T08:48:09+08:00', precision: 'second' }, attributes: {} },
  },
  footage: {
    ...{ source: 'example', externalId: 'F1', deviceKind: 'body-camera', mediaType: 'video' },
    ...{ start: '2024-01-05T08:48:09+08:00', end: '2024-01-05T08:49:09+08:00' },
  },
  segment: { start: '2024-01-05T08:48:09+08:00', end: '2024-01-05T08:49:09+08:00' },
  together: ['F1'],
  url: 'https://hub.example/embed/case/A1',
  decidedAt: '2024-01-05T09:00:00+08:00',
  withdrawn: false,
};

/** Fill templates with an invented link, for `check`. @throws ConfigurationError for one that cannot be filled */
export const checkTemplates = (scope: string, templates: readonly string[]): void => {
  for (const template of templates) publicationText(scope, template, example);
};
