import { expect, test } from 'vitest';
import viid from '../../connectors/viid.ts';
import type { StoredQuery } from '../../hub/core/connector.ts';
import { footageSchema } from '../../hub/core/footage.ts';
import { everything } from '../../hub/core/scope.ts';
import { parseSettings, SettingsError } from '../../hub/core/setting.ts';
import { saveFootage } from '../../hub/store/footage.ts';
import { listFootage } from '../../hub/store/footage-list.ts';
import { storedFootage } from '../../hub/store/stored-footage.ts';
import { database } from '../kit/database.ts';
import { call, device, registered } from './_viid-device.ts';

const other = '99010600001190000002';
const numberOf = (of: string, index: number, type = '01') =>
  `${of}${type}20240105084800${String(index).padStart(5, '0')}`;
const { store } = await database();
const save = (externalId: string, minute: number, more: Record<string, unknown> = {}) =>
  store.transaction((tx) =>
    saveFootage(
      tx,
      footageSchema.parse({
        source: 'test-source',
        externalId,
        deviceId: externalId.slice(0, 20),
        deviceKind: 'body-camera',
        mediaType: 'video',
        policeId: '009901',
        start: new Date(Date.parse('2024-01-05T08:00:00+08:00') + minute * 60_000).toISOString(),
        end: new Date(Date.parse('2024-01-05T08:10:00+08:00') + minute * 60_000).toISOString(),
        ...more,
      }),
      { messageId: null, at: Date.now() },
    ),
  );
for (let index = 0; index < 25; index += 1) await save(numberOf(index % 5 === 0 ? other : device, index), index);
await save(numberOf(device, 90, '02'), 0, { mediaType: 'image' });
// What came by another door is nothing of this one's.
await save(numberOf(device, 91), 0, { source: 'another-source' });

const library = async (settings: Record<string, unknown> = { answersQueries: true }) => {
  const bench = await registered(settings);
  const context = { ...bench.context, stored: (query: StoredQuery) => storedFootage(store.db, 'test-source', query) };
  return { ...bench, context };
};

interface List {
  VideoSliceListObject: { TotalNum: number; VideoSlice: { VideoSliceInfo: Record<string, string> }[] };
}
const ask = async (one: Awaited<ReturnType<typeof library>>, path: string) => {
  const { status, reply } = await call(one, path, { method: 'GET' });
  return { status, list: (reply as List).VideoSliceListObject };
};

test('all pages together hold everything of the source once, in order, in the words of the standard', async () => {
  const one = await library();
  const numbers: (string | undefined)[] = [];
  for (let start = 1; start <= 25; start += 7) {
    const { list } = await ask(one, `/VIID/VideoSlices?RecordStartNo=${start}&PageRecordNum=7`);
    expect(list.TotalNum).toBe(25);
    numbers.push(...list.VideoSlice.map(({ VideoSliceInfo }) => VideoSliceInfo.VideoID));
  }
  const own = (await listFootage(store.db, everything, { source: 'test-source', limit: 100 })).items;
  const videos = own.filter(({ mediaType }) => mediaType === 'video').map(({ externalId }) => externalId);
  expect(numbers).toEqual(videos.sort());
  const first = (await ask(one, '/VIID/VideoSlices?PageRecordNum=1')).list.VideoSlice[0]?.VideoSliceInfo;
  expect(first).toMatchObject({ DeviceID: device, CollectorID: '009901', BeginTime: '20240105080100' });
});

test('filters narrow: by number, by device, by the time of the beginning', async () => {
  const one = await library();
  const of = async (query: string) => (await ask(one, `/VIID/VideoSlices?${query}`)).list.TotalNum;
  expect(await of(`VideoID=${numberOf(device, 1)}`)).toBe(1);
  expect(await of(`DeviceID=${other}`)).toBe(5);
  expect(await of('BeginTime=20240105080500&EndTime=20240105081000')).toBe(5);
  expect(await of(`VideoID=${numberOf(device, 91)}`)).toBe(0);
  const found = await call(one, `/VIID/VideoSlices/${numberOf(device, 1)}`, { method: 'GET' });
  expect(found.reply).toMatchObject({ VideoSliceInfo: { VideoID: numberOf(device, 1) } });
  expect((await call(one, `/VIID/VideoSlices/${numberOf(device, 91)}`, { method: 'GET' })).status).toBe(404);
});

test('what is misspelt is refused and never answered with everything; nothing is told unless it is switched on', async () => {
  const one = await library();
  for (const query of ['Deviceid=1', 'RecordStartNo=0', 'PageRecordNum=x', 'BeginTime=yesterday'])
    expect((await ask(one, `/VIID/VideoSlices?${query}`)).status, query).toBe(400);
  expect((await ask(await library({}), '/VIID/VideoSlices')).status).toBe(403);
  const stranger = await call(one, '/VIID/VideoSlices', { method: 'GET', headers: { 'user-identify': other } });
  expect(stranger.status).toBe(401);
});

test('a site that names its pages otherwise is asked and answered in its names alone', async () => {
  const one = await library({ answersQueries: true, pageStartName: 'PageStart', pageSizeName: 'PageSize' });
  const { list } = await ask(one, '/VIID/VideoSlices?PageStart=24&PageSize=7');
  expect(list).toMatchObject({ PageStart: 24, PageSize: 2, TotalNum: 25 });
  expect((await ask(one, '/VIID/VideoSlices?RecordStartNo=24')).status).toBe(400);
});

test.each([
  [{ pageStartName: 'page', pageSizeName: 'page' }, ['pageStartName', 'pageSizeName']],
  [{ pageStartName: 'Offset', pageSizeName: 'offset' }, ['pageStartName', 'pageSizeName']],
  // Equal to what the other one is when nobody says otherwise.
  [{ pageSizeName: 'RecordStartNo' }, ['pageStartName', 'pageSizeName']],
  [{ pageStartName: 'DeviceID' }, ['pageStartName']],
  [{ pageSizeName: 'totalnum' }, ['pageSizeName']],
  [{ pageSizeName: 'VideoSlice' }, ['pageSizeName']],
])('names of paging that meet another name are refused, with field and remedy: %j', (names, fields) => {
  const settings = { serverId: numberOf(device, 0).slice(0, 20), password: 'synthetic-password', ...names };
  const refused = (() => {
    try {
      return parseSettings(viid.settings, settings, 'viid-footage');
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(SettingsError);
  const { problems, remedy } = refused as SettingsError;
  expect(problems.map(({ setting }) => setting)).toEqual(fields);
  expect(problems.every(({ message }) => message.includes('a name of its own'))).toBe(true);
  expect(remedy).toBe(`correct ${fields.join(', ')}`);
});
