import { tellView } from '../../publish/tell-view.ts';
import { onEvent } from '../on-event.ts';

/** The business system hears who watched what with its grant. */
export default onEvent('footage.viewed', (hub, viewed, signal) => tellView(hub, viewed, signal));
