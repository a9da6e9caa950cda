import { z } from 'zod';
import {
  choice,
  flag,
  integer,
  list,
  optionalText,
  secret,
  structure,
  text,
  url,
  type Values,
} from '../../hub/core/setting.ts';
import { callSettings, tlsSettings } from '../_kit/settings.ts';
import { windowSettings } from '../_kit/time-window.ts';
import { publishSettings } from './publish-settings.ts';
import { valueEncodings } from './query-document.ts';
import { families } from './signatures.ts';

export const settings = {
  endpoint: url({
    label: { zh: '接口地址', en: 'Endpoint' },
    help: 'The Axis service, without ?wsdl.',
    example: 'http://10.0.0.1:9080/trffweb/services/TmriOutNewAccess',
  }),
  family: choice(families, {
    label: { zh: '接口类型', en: 'Family' },
    help: 'old: TmriOutAccess; new: TmriOutNewAccess; rm: RmOutAccess of the command platform.',
    fallback: 'new',
  }),
  jkid: text({
    label: { zh: '接口标识', en: 'Interface id (jkid)' },
    help: 'Which data is read, e.g. 04C01 on-the-spot fines, 04C03 camera violations.',
    example: '04C01',
    pattern: /^[0-9A-Z]{5}$/,
  }),
  jkxlh: secret({
    label: { zh: '接口序列号', en: 'Interface key (jkxlh)' },
    help: "Issued on registration (备案), bound to the hub's address and a list of interfaces.",
    example: 'TESTKEY',
  }),
  xtlb: optionalText({
    label: { zh: '系统类别', en: 'System class (xtlb)' },
    help: 'The first two digits of jkid unless the site says otherwise.',
    example: '04',
    advanced: true,
  }),
  conditions: structure(z.record(z.string(), z.string()), {
    label: { zh: '查询条件', en: 'Conditions' },
    help: 'Fields of QueryCondition in order; {from} and {to} become the ends of the time window asked for.',
    example: '{"gxsj_q":"{from}","gxsj_z":"{to}"}',
  }),
  rowLimit: integer({
    label: { zh: '单次返回行数上限', en: 'Rows per reply' },
    help: 'The most rows the platform gives at once. A window that brings as many is halved and asked for again.',
    fallback: 50,
    min: 1,
  }),
  cjsqbh: text({
    label: { zh: '场景授权编号', en: 'Scene authorisation (cjsqbh)' },
    help: 'New endpoint only.',
    fallback: '',
  }),
  dwjgdm: text({
    label: { zh: '单位机构代码', en: 'Caller org code (dwjgdm)' },
    help: 'Twelve digits.',
    fallback: '',
    pattern: /^(\d{12})?$/,
  }),
  dwmc: text({ label: { zh: '单位名称', en: 'Caller org name (dwmc)' }, help: 'As registered.', fallback: '' }),
  yhbz: text({
    label: { zh: '用户标识', en: 'User id (yhbz)' },
    help: 'Police id or identity number, as registered.',
    fallback: '',
  }),
  yhxm: text({ label: { zh: '用户姓名', en: 'User name (yhxm)' }, help: 'As registered.', fallback: '' }),
  zdbs: text({
    label: { zh: '终端标识', en: 'Terminal id (zdbs)' },
    help: "The hub's address as registered.",
    fallback: '',
  }),
  valueEncoding: choice(valueEncodings, {
    label: { zh: '参数编码', en: 'Value encoding' },
    help: 'How values are encoded in the request: URL-encoded UTF-8 nearly everywhere, twice at some sites.',
    fallback: 'url',
    advanced: true,
  }),
  encodeCaller: flag({
    label: { zh: '调用方参数也编码', en: 'Encode the caller too' },
    help: 'URL-encode dwmc and yhxm as well, which some sites want.',
    fallback: false,
    advanced: true,
  }),
  transport: choice(['soap', 'form'], {
    label: { zh: '传输方式', en: 'Transport' },
    help: 'soap: the platform itself and most wrappers. form: a .NET gateway whose .asmx address takes operations as forms.',
    fallback: 'soap',
    advanced: true,
  }),
  operation: optionalText({
    label: { zh: '操作名', en: 'Operation' },
    help: 'Instead of the usual operation of the family.',
    example: 'queryObjectOut',
    advanced: true,
  }),
  parameters: list({
    label: { zh: '参数顺序', en: 'Parameters' },
    help: 'Names in order, for local variants, e.g. jkid,cjsqbh,xml. Empty: those of the operation.',
    fallback: [],
    advanced: true,
  }),
  documentParameter: text({
    label: { zh: '文档参数名', en: 'Document parameter' },
    help: 'The parameter that holds the XML; QueryXmlDoc, xml or strXml in some variants.',
    fallback: 'UTF8XmlDoc',
    advanced: true,
  }),
  cdata: flag({
    label: { zh: '文档用 CDATA', en: 'Document as CDATA' },
    help: 'Send the XML as CDATA instead of escaped.',
    fallback: false,
    advanced: true,
  }),
  namespace: text({
    label: { zh: '命名空间', en: 'Namespace' },
    help: 'Of the request; http://tempuri.org/ for .NET wrappers.',
    fallback: 'http://endpoint.axis.framework.tmri.com',
    advanced: true,
  }),
  ...publishSettings,
  ...windowSettings,
  ...callSettings,
  ...tlsSettings,
} as const;

export type Settings = Values<typeof settings>;
