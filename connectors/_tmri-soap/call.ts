import type { Context } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { callSoap } from '../_kit/soap.ts';
import { callForm } from './call-form.ts';
import type { Settings } from './settings.ts';
import { signatures } from './signatures.ts';

const scope = 'tmri-soap';

/** What is asked of the platform: an operation for one jkid, with one document. */
export interface PlatformCall {
  operation: string;
  jkid: string;
  document: string;
}

/** The operation queries use. */
export const queryOperation = ({ family, operation }: Settings): string => operation ?? signatures[family].query;
/** The operation writes use. */
export const writeOperation = ({ family, publishOperation }: Settings): string =>
  publishOperation ?? signatures[family].write;

const parametersOf = (source: Settings, operation: string): readonly string[] => {
  if (source.parameters.length > 0) return source.parameters;
  const { operations } = signatures[source.family];
  const names = operations[operation];
  if (names) return names.map((name) => (name === 'UTF8XmlDoc' ? source.documentParameter : name));
  throw new ConfigurationError(`[hub] [${scope}] the parameters of ${operation} are not known`, {
    remedy: `name them in the setting "parameters", or use one of ${Object.keys(operations).join(', ')}`,
  });
};

const argumentOf = (source: Settings, { jkid, document }: PlatformCall, name: string): string => {
  if (name === source.documentParameter) return document;
  const { xtlb = jkid.slice(0, 2), jkxlh, cjsqbh, dwjgdm, yhbz, zdbs } = source;
  const caller = (value: string): string => (source.encodeCaller ? encodeURIComponent(value) : value);
  const values: Readonly<Record<string, string>> = {
    ...{ xtlb, jkid, jkxlh, cjsqbh, dwjgdm, yhbz, zdbs },
    dwmc: caller(source.dwmc),
    yhxm: caller(source.yhxm),
  };
  const value = values[name];
  if (value !== undefined) return value;
  throw new ConfigurationError(`[hub] [${scope}] no value is known for the parameter "${name}"`, {
    remedy: `use names of ${Object.keys(values).join(', ')} and ${source.documentParameter}`,
  });
};

/** @returns the return string as it came, URL-encoded */
export const callPlatform = ({ settings, signal }: Context<Settings>, call: PlatformCall): Promise<string> => {
  const request = {
    scope,
    url: settings.endpoint,
    operation: call.operation,
    parameters: parametersOf(settings, call.operation).map((name) => [name, argumentOf(settings, call, name)] as const),
    acceptSelfSigned: settings.acceptSelfSigned,
    timeoutMs: settings.timeoutSeconds * 1000,
    signal,
  };
  if (settings.transport === 'form') return callForm(request);
  return callSoap({
    ...request,
    namespace: settings.namespace,
    ...(settings.cdata ? { cdata: settings.documentParameter } : {}),
  });
};
