import { type CheckStep, defineConnector, type ReceiveContext } from '../hub/core/connector.ts';
import { ForbiddenError, RecordError, RefusedError, RetriableError } from '../hub/core/errors.ts';
import { list, optionalSecret, text, type Values } from '../hub/core/setting.ts';
import { readBody } from './_kit/body.ts';
import { receiptOf, refusalOf } from './_kit/receipt.ts';
import { secretEquals } from './_kit/secret-equals.ts';
import { doorSettings } from './_kit/settings.ts';
import { readSoapRequest, soapDescription, soapFault, soapReply } from './_kit/soap-server.ts';
import { acceptedReply, readReportHead, refusedReply } from './_soap-report/rbsp-report.ts';

const scope = 'soap-report';

const settings = {
  namespace: text({
    group: 'reading',
    label: { zh: '命名空间', en: 'Namespace' },
    help: {
      zh: 'WSDL 中操作的命名空间；其他命名空间的调用也接收，因为各家写法不一。',
      en: 'Of the operation in the WSDL. Calls in another namespace are taken too: senders disagree.',
    },
    fallback: 'http://server.tcwebservice.tc.com',
    advanced: true,
  }),
  operation: text({
    group: 'reading',
    label: { zh: '操作名', en: 'Operation' },
    help: {
      zh: '对方调用的操作名，唯一的参数存放 RBSPMessage。',
      en: 'What the sender calls, with one argument that holds the RBSPMessage.',
    },
    fallback: 'reportservice',
    pattern: /^[A-Za-z_]\w*$/,
    advanced: true,
  }),
  requesters: list({
    group: 'signIn',
    label: { zh: '允许的请求方', en: 'Requesters' },
    help: { zh: '接受的 RequesterID；留空表示全部。', en: 'RequesterID values that are accepted. Empty: all.' },
    fallback: [],
    example: 'C990100-00000001-0001',
  }),
  token: optionalSecret({
    group: 'signIn',
    label: { zh: '访问令牌', en: 'Token' },
    help: {
      zh: '填写后，给对方的地址须以 ?token= 加此值结尾。',
      en: 'When set, the address the sender is given must end in ?token= and this.',
    },
    example: 'example-token-of-16-or-more',
  }),
  ...doorSettings,
} as const;

type Settings = Values<typeof settings>;

const xmlAnswer = (body: string, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' } });

const authenticate = ({ token }: Settings, request: Request): void => {
  const given = new URL(request.url).searchParams.get('token') ?? '';
  if (token === undefined || secretEquals(given, token)) return;
  throw new ForbiddenError(`[hub] [${scope}] the token is absent or wrong`, {
    remedy: 'report to the address as the source shows it, token included',
  });
};

const take = async (context: ReceiveContext<Settings>, request: Request): Promise<Response> => {
  const { settings } = context;
  authenticate(settings, request);
  const body = await readBody(scope, request, settings.maxMegabytes * 2 ** 20);
  const call = readSoapRequest(scope, body, request.headers.get('content-type') ?? '');
  const xml = call.arguments[0]?.text;
  if (call.operation !== settings.operation || xml === undefined) {
    throw new RecordError(
      `[hub] [${scope}] no such operation: ${call.operation} with ${call.arguments.length} arguments`,
      {
        remedy: `call ${settings.operation} with one argument`,
      },
    );
  }
  const { requesterId, table } = readReportHead(scope, xml);
  if (settings.requesters.length > 0 && !settings.requesters.includes(requesterId)) {
    throw new ForbiddenError(`[hub] [${scope}] the requester "${requesterId}" is not known here`, {
      remedy: 'have it added to the source',
    });
  }
  const message = {
    body: Buffer.from(xml),
    contentType: 'text/xml; charset=utf-8',
    ...(table === undefined ? {} : { subject: table }),
  };
  const receipt = receiptOf(await context.deliver([message]));
  const answer = receipt.error === undefined ? acceptedReply(receipt) : refusedReply(receipt.error);
  return xmlAnswer(soapReply(call.namespace, call.operation, answer));
};

/** SOAP 1.1 gives a fault the status 500; what may be sent again says 503 with the wait, and a stranger 403. */
const faultOf = (error: unknown): Response => {
  const { status, message, headers } = refusalOf(error);
  const isTheirs = error instanceof RecordError || error instanceof RefusedError;
  const faultStatus = error instanceof RetriableError || status === 413 || status === 403 ? status : 500;
  return xmlAnswer(soapFault(isTheirs ? 'Client' : 'Server', message), faultStatus, headers);
};

export default defineConnector({
  title: { zh: '上报服务（RBSP SOAP）', en: 'Report service (RBSP over SOAP)' },
  about: {
    zh: '作为 SOAP 服务接收上报：reportservice(xml)，GB2312 或 UTF-8，WSDL 在 ?wsdl；入库后回答 000。',
    en:
      'A SOAP server that other systems report rows to: reportservice(xml) with an RBSPMessage, in GB2312 or UTF-8, its WSDL at ?wsdl. ' +
      'A message is the RBSPMessage as text; its subject is the table of its first row. Answers code 000 after the rows are stored, a SOAP fault for what cannot be read.',
  },
  settings,

  async check({ settings: { operation, requesters } }): Promise<CheckStep[]> {
    return [
      {
        step: 'serve',
        ok: true,
        detail:
          requesters.length > 0
            ? `${operation} is open to ${requesters.join(', ')}`
            : `${operation} is open to any requester`,
      },
    ];
  },

  async receive(context, request) {
    const { namespace, operation } = context.settings;
    if (request.method === 'GET') {
      const { origin, pathname } = new URL(request.url);
      const address = `${origin}${pathname}`;
      return xmlAnswer(soapDescription(namespace, operation, 'xml', address));
    }
    try {
      return await take(context, request);
    } catch (error) {
      return faultOf(error);
    }
  },
});
