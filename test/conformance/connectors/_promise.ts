import type { Connector } from '../../../hub/core/connector.ts';
import type { ConnectorCase } from './_case.ts';

/** A connector with what the suite was told of it. */
export interface Subject {
  name: string;
  connector: Connector;
  known: ConnectorCase;
}

/** One promise of the contract, proved for every connector it speaks of. */
export interface Promised {
  title: string;
  holdsFor(subject: Subject): boolean;
  prove(subject: Subject): Promise<void>;
}

export const always = (): boolean => true;
