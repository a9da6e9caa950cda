import { describe, expect, test } from 'vitest';
import { RetriableError } from '../../hub/core/errors.ts';
import { text } from './_context.ts';
import { bench, call, registered } from './_viid-device.ts';

const number = (sequence: number): string => `9901060000131000000101202401050848090000${sequence}`;
const slice = (VideoID: string) => ({
  VideoSliceInfo: { VideoID, DeviceID: '99010600001310000001', BeginTime: '20240105084809', EndTime: '20240105085809' },
});
const slices = (...ids: string[]) => ({ VideoSliceListObject: { VideoSlice: ids.map(slice) } });
const codes = ({
  reply,
}: {
  reply: { ResponseStatusListObject: { ResponseStatusObject: { Id: string; StatusCode: number }[] } };
}) => reply.ResponseStatusListObject.ResponseStatusObject.map(({ Id, StatusCode }) => [Id, StatusCode]);

describe('uploads', () => {
  test('are one message as it came, and each object is answered by itself', async () => {
    const one = await registered();
    const body = slices(number(1), '12345', number(2));
    const answer = await call(one, '/VIID/VideoSlices', { body });
    expect(answer.status).toBe(200);
    expect(codes(answer)).toEqual([
      [number(1), 0],
      ['12345', 8],
      [number(2), 0],
    ]);
    expect(one.delivered.map(text)).toEqual([JSON.stringify(body)]);
    expect(one.delivered[0]?.subject).toBe('VideoSlices');
  });

  test('a lone object instead of a list is one', async () => {
    const one = await registered();
    const answer = await call(one, '/VIID/VideoSlices', {
      body: { VideoSliceListObject: { VideoSliceObject: slice(number(1)) } },
    });
    expect(codes(answer)).toEqual([[number(1), 0]]);
  });

  test('cases are handed to the source that reads them', async () => {
    const one = await registered({ handTo: { Cases: 'viid-case' } });
    const CaseInfo = { CaseID: '990106590000202401050848090001', TimeUpLimit: '20240105084809' };
    await call(one, '/VIID/Cases', { body: { CaseListObject: { Case: [{ CaseInfo }] } } });
    expect(one.handedTo).toEqual(['viid-case']);
  });

  test('collection devices reach the register, those that are off line as not seen', async () => {
    const one = await registered();
    const APEObject = [
      { ApeID: '99010600001310000001', Name: '测试', OrgCode: '990106590000', IsOnline: '1' },
      { ApeID: '99010600001310000002', IsOnline: '2' },
      { ApeID: '7' },
    ];
    const answer = await call(one, '/VIID/APEs', { body: { APEListObject: { APEObject } } });
    expect(codes(answer).map(([, code]) => code)).toEqual([0, 0, 8]);
    expect(one.observed).toMatchObject([
      { deviceId: '99010600001310000001', org: '990106590000', detail: { name: '测试' } },
      { deviceId: '99010600001310000002', at: new Date(0) },
    ]);
  });

  test.each([
    ['from a device that has not registered', { headers: { 'user-identify': '99010600001190000009' } }, 401, 4],
    ['without User-Identify', { headers: { 'user-identify': '' } }, 400, 8],
    ['with cut JSON', { body: '{"VideoSliceListObject":' }, 422, 7],
    ['without the list', { body: { ImageListObject: {} } }, 400, 8],
  ])('%s are refused and nothing is stored', async (_, options, status, code) => {
    const one = await registered();
    const answer = await call(one, '/VIID/VideoSlices', { body: slices(number(1)), ...options });
    expect(answer).toMatchObject({ status, reply: { ResponseStatusObject: { StatusCode: code } } });
    expect(one.delivered).toEqual([]);
  });

  test('while the store is away the answer is "busy", and the same upload is taken afterwards', async () => {
    const one = await registered({}, { failOnce: new RetriableError('[hub] [store] away') });
    expect(await call(one, '/VIID/VideoSlices', { body: slices(number(1)) })).toMatchObject({
      status: 503,
      reply: { ResponseStatusObject: { StatusCode: 2 } },
    });
    expect((await call(one, '/VIID/VideoSlices', { body: slices(number(1)) })).status).toBe(200);
  });

  test('what is not taken here says so', async () => {
    const { status, reply } = await call(await registered(), '/VIID/Faces', { body: {} });
    expect(status).toBe(404);
    expect(reply.ResponseStatusObject.StatusString).toContain('POST /VIID/VideoSlices');
  });
});

describe('notifications', () => {
  const notification = (SubscribeID: string, content: object) => ({
    SubscribeNotificationListObject: {
      SubscribeNotificationObject: [{ NotificationID: '990106000000042024010508480900001', SubscribeID, ...content }],
    },
  });

  test('of a registered platform are read as uploads, whatever their lists are called', async () => {
    const one = await registered();
    const body = notification('', {
      VideoSliceObjectList: { VideoSliceObject: [slice(number(1))] },
      InfoIDs: number(1),
    });
    expect(codes(await call(one, '/VIID/SubscribeNotifications', { body }))).toEqual([
      ['990106000000042024010508480900001', 0],
    ]);
    expect(one.delivered.map((message) => JSON.parse(text(message)))).toEqual([slices(number(1))]);
  });

  test('of nothing that is taken here are told so', async () => {
    const body = notification('', { FaceObjectList: { FaceObject: [{ FaceID: '1' }] } });
    expect(codes(await call(await registered(), '/VIID/SubscribeNotifications', { body }))).toMatchObject([
      [expect.any(String), 4],
    ]);
  });

  test('of a stranger are refused', async () => {
    const one = bench();
    const body = notification('990106000000032024010508480900001', { X: { VideoSlice: [slice(number(1))] } });
    expect((await call(one, '/VIID/SubscribeNotifications', { body })).status).toBe(401);
    expect(one.delivered).toEqual([]);
  });
});
