import { keepClockHistory } from '../../match/clock/clock-history.ts';
import { onEvent } from '../on-event.ts';

/** How a device's clock went is written down from what its clips are matched by. */
export default onEvent('clocks.changed', async (hub, { deviceId }) => {
  const rules = await hub.rules.current();
  await hub.store.transaction((tx) => keepClockHistory(tx, rules, deviceId));
});
