import { z } from 'zod';
import { type CheckStep, type Context, defineConnector, type Page, type RawMessage } from '../hub/core/connector.ts';
import { ConfigurationError } from '../hub/core/errors.ts';
import { choice, flag, integer, optionalText, structure, text, url, type Values } from '../hub/core/setting.ts';
import { refusedStatus, send } from './_kit/http.ts';
import { createPace } from './_kit/pace.ts';
import { type PageRequest, readPages } from './_kit/paging.ts';
import { lookAtReply } from './_kit/reply-look.ts';
import { callSettings, tlsSettings } from './_kit/settings.ts';
import { callSoap } from './_kit/soap.ts';
import { fillTemplate, placeholdersOf } from './_kit/template.ts';
import { writeTime } from './_kit/time-text.ts';
import { walkWindows, windowSettings } from './_kit/time-window.ts';
import { rbspQuery } from './_soap-query/rbsp-query.ts';

const scope = 'soap-query';

const settings = {
  endpoint: url({
    group: 'where',
    label: { zh: '服务地址', en: 'Endpoint' },
    help: { zh: '请求服务的节点地址，不带 ?wsdl。', en: 'The node of the request service (请求服务), without ?wsdl.' },
    example: 'http://10.0.0.1:8585/node',
  }),
  style: choice(['rbsp', 'arguments', 'form'], {
    group: 'where',
    label: { zh: '调用方式', en: 'Style' },
    help: {
      zh: 'rbsp：SOAP，字段作为一个参数中的 RBSPMessage；arguments：SOAP，每个字段一个参数；form：普通 HTTP 表单。',
      en: 'rbsp: SOAP with the fields as an RBSPMessage in one argument; arguments: SOAP with each field an argument; form: a plain HTTP form.',
    },
    fallback: 'rbsp',
  }),
  fields: structure(z.record(z.string(), z.string()), {
    group: 'content',
    label: { zh: '请求字段', en: 'Fields' },
    help: {
      zh: '按顺序的名称与取值；{from}、{to}、{page}、{size} 会被填入。',
      en: 'Name to value, in order; {from}, {to}, {page}, {size} are filled in.',
    },
    example: `{"DataObjectCode":"QB_XS","Condition":"GXSJ>='{from}' AND GXSJ<='{to}'","PageNum":"{page}","RowsPerPage":"{size}"}`,
  }),
  requesterId: text({
    group: 'signIn',
    label: { zh: '请求方标识', en: 'Requester id' },
    help: { zh: '中枢在请求服务中的编号；rbsp 方式使用。', en: 'Of the hub at the request service; for style rbsp.' },
    fallback: '',
  }),
  serviceId: text({
    group: 'content',
    label: { zh: '服务标识', en: 'Service id' },
    help: {
      zh: '所查服务的编号，例如 S10-00000000；rbsp 方式使用，同时作为报文主题。',
      en: 'Of the service that is asked, e.g. S10-00000000; for style rbsp, and the subject of the messages.',
    },
    fallback: '',
  }),
  method: text({
    group: 'where',
    label: { zh: '方法名', en: 'Method' },
    help: { zh: 'RBSPMessage 的版本号。', en: 'Of the RBSPMessage.' },
    fallback: 'Query',
    advanced: true,
  }),
  operation: text({
    group: 'where',
    label: { zh: 'SOAP 操作名', en: 'SOAP operation' },
    help: { zh: '与 WSDL 一致。', en: 'As in the WSDL.' },
    fallback: 'requestservice',
    pattern: /^[A-Za-z_]\w*$/,
    advanced: true,
  }),
  argument: text({
    group: 'where',
    label: { zh: 'SOAP 参数名', en: 'SOAP argument' },
    help: { zh: '存放 RBSPMessage 的参数名。', en: 'The argument that holds the RBSPMessage.' },
    fallback: 'xml',
    pattern: /^[A-Za-z_]\w*$/,
    advanced: true,
  }),
  namespace: text({
    group: 'where',
    label: { zh: '命名空间', en: 'Namespace' },
    help: { zh: 'SOAP 操作的命名空间。', en: 'Of the SOAP operation.' },
    fallback: 'http://server.tcwebservice.tc.com',
    advanced: true,
  }),
  soapAction: optionalText({
    group: 'where',
    label: { zh: 'SOAPAction 请求头', en: 'SOAPAction header' },
    help: {
      zh: '照 WSDL 的 soapAction 填写；.NET 服务按它分派，Axis 服务留空。',
      en: 'As in the WSDL. Services of .NET dispatch by it; those of Axis want it empty.',
    },
    example: 'http://tempuri.org/IClueService/Query',
    advanced: true,
  }),
  literal: flag({
    group: 'where',
    label: { zh: '参数带命名空间', en: 'Qualified arguments' },
    help: {
      zh: '用于 document/literal 的服务（.NET）；Axis 的 rpc/encoded 服务不勾选。',
      en: 'For document/literal services (.NET); not for rpc/encoded ones (Axis).',
    },
    fallback: false,
    advanced: true,
  }),
  subject: optionalText({
    group: 'content',
    label: { zh: '消息主题', en: 'Subject' },
    help: { zh: '写在每条报文上，代替服务编号。', en: 'Written on each message instead of the service id.' },
    example: 'clue',
    advanced: true,
  }),
  pageSize: integer({
    group: 'content',
    label: { zh: '每页行数', en: 'Rows per page' },
    help: {
      zh: '用于 {size}；翻页直到应答所述总数，或遇到空页。',
      en: 'For {size}. Pages are turned to the total the reply states, or to an empty page.',
    },
    fallback: 100,
    min: 1,
    max: 10_000,
  }),
  ...windowSettings,
  ...callSettings,
  ...tlsSettings,
} as const;

type Settings = Values<typeof settings>;

const sendForm = async (
  settings: Settings,
  fields: readonly (readonly [string, string])[],
  signal: AbortSignal,
): Promise<RawMessage> => {
  const reply = await send({
    scope,
    url: settings.endpoint,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
    signal,
  });
  const refused = refusedStatus(scope, 'the request service', reply);
  if (refused) throw refused;
  return { body: reply.body, contentType: reply.contentType };
};

const sendSoap = async (
  settings: Settings,
  fields: readonly (readonly [string, string])[],
  signal: AbortSignal,
): Promise<RawMessage> => {
  const { style, endpoint, namespace, operation, argument } = settings;
  const text = await callSoap({
    scope,
    url: endpoint,
    namespace,
    operation,
    action: settings.soapAction,
    literal: settings.literal,
    parameters: style === 'arguments' ? fields : [[argument, rbspQuery(settings, fields)]],
    timeoutMs: settings.timeoutSeconds * 1000,
    acceptSelfSigned: settings.acceptSelfSigned,
    signal,
  });
  return { body: Buffer.from(text), contentType: 'text/xml; charset=utf-8' };
};

/** What a node says in plain text when a service is not open to the caller, instead of any XML. */
const notOpen = /^\s*SrcReceiver\s*:\s*(.*)/;

const ask = async ({ settings, signal }: Context<Settings>, { window, index }: PageRequest): Promise<RawMessage> => {
  const values = { from: window.fromText, to: window.toText, page: index + 1, size: settings.pageSize };
  const fields = Object.entries(settings.fields).map(
    ([name, template]) => [name, fillTemplate(scope, template, values)] as const,
  );
  const message = await (settings.style === 'form' ? sendForm : sendSoap)(settings, fields, signal);
  const [, reason] = notOpen.exec(Buffer.from(message.body.subarray(0, 500)).toString('utf8')) ?? [];
  if (reason !== undefined) {
    throw new ConfigurationError(`[hub] [${scope}] the service is not open to the hub: ${reason}`, {
      remedy: 'check requester and service id, and have the service opened (授权)',
    });
  }
  const subject = settings.subject ?? settings.serviceId;
  return { ...message, ...(subject === '' ? {} : { subject }) };
};

export default defineConnector({
  title: { zh: '请求服务查询（RBSP）', en: 'Request service (RBSP query)' },
  about: {
    zh: '按请求服务（RBSP）查询数据，用 SOAP 或表单；应答为矩阵：状态、列名、取值。',
    en:
      'Asks a node of the request service (请求服务) for rows, by SOAP or a form; the answer is a matrix: state, column names, values. ' +
      'A message is the answer as it came. A node that answers "SrcReceiver:" in plain text has not opened the service: the source pauses.',
  },
  settings,

  async check(context): Promise<CheckStep[]> {
    const { settings } = context;
    const longAgo = Date.UTC(2000, 0, 1);
    const text = writeTime(longAgo, settings.timeFormat, settings.zone);
    const window = { from: longAgo, to: longAgo, fromText: text, toText: text };
    const message = await ask(context, { window, index: 0 });
    const opened = await context.open(message);
    return [{ step: 'call', ok: true, detail: settings.endpoint, ...lookAtReply(message, opened) }];
  },

  async *poll(context, cursor): AsyncIterable<Page> {
    const { settings, signal } = context;
    const names = Object.values(settings.fields).flatMap(placeholdersOf);
    const pace = createPace(settings.requestsPerSecond, signal);
    const paging = {
      scope,
      pageSize: settings.pageSize,
      hasPages: names.includes('page'),
      hasSize: names.includes('size'),
      signal,
      fetch: async (request: PageRequest) => {
        await pace();
        return ask(context, request);
      },
      open: (message: RawMessage) => context.open(message),
    };
    yield* readPages(paging, walkWindows(scope, settings, cursor));
  },
});
